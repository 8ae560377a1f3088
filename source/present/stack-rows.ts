import type {Frame, Stack} from '../profile/frame.ts';
import {baseName, shortFunctionName} from '../profile/function-name.ts';
import {originOf} from '../profile/origin.ts';
import {safeText} from '../profile/safe-text.ts';
import type {Count} from '../profile/units.ts';
import {blankRow, type Row, row, type Segment, segment} from './row.ts';
import type {Scene} from './scene.ts';
import {fileText} from './site-text.ts';
import {cut, fitRow, widthOf} from './width.ts';
import {wrap} from './wrap.ts';

/** A stack with a word on it: whose it is, what it waits for. */
export type TitledStack = {readonly title: string; readonly stack: Stack};

/** One line per frame, innermost first, one's own code emphasised. */
export function stackRows(stack: Stack, scene: Scene): readonly Row[] {
	return stack.map(frame => {
		const [shortName, shortPlace] = shortTexts(frame);
		const room = Math.max(10, scene.widthColumns - 6);
		// File and line lead to the cause: the import path goes before they are cut.
		const fullName = safeText(frame.functionName);
		const name = widthOf(fullName) + widthOf(shortPlace) + 2 <= room ? fullName : cut(shortName, room);
		const place = fileText(`${frame.file}:${frame.line}`, Math.max(0, room - widthOf(name)));
		return row(...frameSegments(frame, name, place, scene));
	});
}

/** Narrower than this, two stacks beside each other show too little of either. */
const besideColumns = 120;
const gapColumns = 3;

/** Stacks with their titles: two beside each other where the screen is wide and both fit whole, else below each other. */
export function titledStacks(stacks: readonly TitledStack[], scene: Scene): readonly Row[] {
	const halfColumns = Math.floor((scene.widthColumns - gapColumns) / 2);
	const rows: Row[] = [];
	for (let index = 0; index < stacks.length; index++) {
		const [left, right] = [stacks[index], stacks[index + 1]];
		if (left === undefined) {
			continue;
		}

		const isBeside =
			right !== undefined &&
			scene.widthColumns >= besideColumns &&
			[left, right].every(({stack}) => stack.every(frame => shortWidth(frame) <= halfColumns));
		if (isBeside) {
			rows.push(...besideRows(left, right, halfColumns, scene), blankRow);
			index++;
		} else {
			rows.push(...titleRows(left, scene.widthColumns), ...stackRows(left.stack, scene), blankRow);
		}
	}

	return rows;
}

function besideRows(left: TitledStack, right: TitledStack, columns: Count, scene: Scene): readonly Row[] {
	const titles = [left, right].map(each => titleRows(each, columns));
	const titleHeight = Math.max(...titles.map(({length}) => length));
	const blocks = [left, right].map(({stack}, index) => {
		const title = titles[index] ?? [];
		const padding = new Array<Row>(titleHeight - title.length).fill(blankRow);
		return [...title, ...padding, ...stack.map(frame => shortFrameRow(frame, scene))];
	});
	const height = Math.max(...blocks.map(({length}) => length));
	return Array.from({length: height}, (_, line) =>
		row(
			...fitRow(blocks[0]?.[line] ?? blankRow, columns).segments,
			segment(' '.repeat(gapColumns)),
			...(blocks[1]?.[line] ?? blankRow).segments,
		),
	);
}

function titleRows({title}: TitledStack, columns: Count): readonly Row[] {
	return wrap(safeText(title), columns - 2).map(line => row(segment(` ${line}`, 'strong')));
}

function shortFrameRow(frame: Frame, scene: Scene): Row {
	const [name, place] = shortTexts(frame);
	return row(...frameSegments(frame, name, place, scene));
}

function shortTexts({functionName, file, line}: Frame): readonly [name: string, place: string] {
	return [safeText(shortFunctionName(functionName)), `${safeText(baseName(file))}:${line}`];
}

function shortWidth(frame: Frame): Count {
	const [name, place] = shortTexts(frame);
	return widthOf(name) + widthOf(place) + 6;
}

function frameSegments(frame: Frame, name: string, place: string, {session}: Scene): readonly Segment[] {
	const own = originOf(frame, session.target.ownRoot) === 'own';
	return [
		segment(own ? '  ▸ ' : '    ', 'own'),
		segment(name, own ? 'own' : 'dim'),
		segment(`  ${place}`, 'dim'),
	];
}
