import {safeText} from '../profile/safe-text.ts';
import {keymap} from '../session/keymap.ts';
import {type Row, row, type Segment, segment} from './row.ts';
import type {Scene} from './scene.ts';
import {cut, fittingParts, segmentsWidth} from './width.ts';

/** The keys, or what is being typed, or a word about what was just done. */
export function footer({session, widthColumns}: Scene): Row {
	const {draft} = session.look.filter;
	if (draft !== undefined) {
		return row(
			segment(' /', 'accent'),
			segment(`${safeText(draft)}█`),
			segment('  enter keeps it, esc drops it; /…/ is a regular expression', 'dim'),
		);
	}

	if (session.notice !== undefined) {
		return row(segment(cut(` ${safeText(session.notice.text)}`, widthColumns), 'accent'));
	}

	const hints = keymap
		.filter(({label}) => label !== '')
		.map(({shown, label}): readonly Segment[] => [
			segment(` ${shown}`, 'accent'),
			segment(` ${label} `, 'dim'),
		]);
	// Explain, help and quit are always there: they lead to all the rest.
	const always = hints.slice(-3);
	const fitting = fittingParts(hints.slice(0, -3), widthColumns - segmentsWidth(always.flat()));
	return row(...fitting, ...always.flat());
}
