import stringWidth from 'string-width';
import type {Count} from '../profile/units.ts';
import {type Row, type Segment, segment} from './row.ts';

const narrow = /^[\x20-\x7e\u{2500}-\u{259f}·…–→µΔ●○✖▲▴▾◆]*$/u;

/** Columns a text takes on a terminal; wide characters take two. */
export function widthOf(text: string): Count {
	return narrow.test(text) ? text.length : stringWidth(text);
}

/** Measuring a name of thousands of letters for each row takes as long as all else: so many per column are enough to see. */
const mostUnitsPerColumn = 8;

/** As `widthOf`; more than `widthColumns` for whatever is far too long for them. */
function widthWithin(text: string, widthColumns: Count): Count {
	return text.length > Math.max(1, widthColumns) * mostUnitsPerColumn ? widthColumns + 1 : widthOf(text);
}

/** The beginning of `text` that fits, with `…` where something is missing. */
export function cut(text: string, widthColumns: Count): string {
	if (widthWithin(text, widthColumns) <= widthColumns) {
		return text;
	}

	return widthColumns <= 0 ? '' : `${fitting(text, widthColumns - 1)}…`;
}

/** Both ends of `text`, with `…` for the middle that does not fit. */
export function cutMiddle(text: string, widthColumns: Count): string {
	if (widthWithin(text, widthColumns) <= widthColumns) {
		return text;
	}

	if (widthColumns <= 1) {
		return widthColumns === 1 ? '…' : '';
	}

	const tail = fitting([...text].toReversed().join(''), Math.ceil((widthColumns - 1) / 2));
	const head = fitting(text, widthColumns - 1 - widthOf(tail));
	return `${head}…${[...tail].toReversed().join('')}`;
}

function fitting(text: string, widthColumns: Count): string {
	let kept = '';
	let width = 0;
	for (const character of text) {
		width += widthOf(character);
		if (width > widthColumns) {
			break;
		}

		kept += character;
	}

	return kept;
}

export function padEnd(text: string, widthColumns: Count): string {
	const fitted = cut(text, widthColumns);
	return fitted + ' '.repeat(Math.max(0, widthColumns - widthOf(fitted)));
}

export function padStart(text: string, widthColumns: Count): string {
	const fitted = cut(text, widthColumns);
	return ' '.repeat(Math.max(0, widthColumns - widthOf(fitted))) + fitted;
}

export function segmentsWidth(segments: readonly Segment[]): Count {
	return segments.reduce((sum, {text}) => sum + widthOf(text), 0);
}

/** Exactly `widthColumns` wide: what is too long ends in `…`, what is short is filled. */
export function fitRow(row: Row, widthColumns: Count): Row {
	const segments: Segment[] = [];
	let left = widthColumns;
	for (const part of row.segments) {
		const width = widthWithin(part.text, left);
		if (width > left) {
			segments.push(segment(cut(part.text, left), part.tone));
			left = Math.max(0, left - widthOf(segments.at(-1)?.text ?? ''));
			break;
		}

		segments.push(part);
		left -= width;
	}

	return {...row, segments: left > 0 ? [...segments, segment(' '.repeat(left))] : segments};
}

/** `left` at the left edge and `right` at the right one; `left` gives way when both do not fit. */
export function spread(left: readonly Segment[], right: readonly Segment[], widthColumns: Count): Row {
	const space = Math.max(0, widthColumns - segmentsWidth(right));
	const fitted = fitRow({segments: left, selected: false}, space);
	return {segments: [...fitted.segments, ...right], selected: false};
}

/** The first of `parts` that fit into `widthColumns` together: the first that does not ends the line. */
export function fittingParts(
	parts: readonly (readonly Segment[])[],
	widthColumns: Count,
): readonly Segment[] {
	const kept: Segment[] = [];
	let width = 0;
	for (const part of parts) {
		width += segmentsWidth(part);
		if (width > widthColumns && kept.length > 0) {
			break;
		}

		kept.push(...part);
	}

	return kept;
}
