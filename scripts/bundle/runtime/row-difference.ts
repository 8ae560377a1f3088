import {changePen, forgetPensWhenTooMany, penAfter, plainPenId} from './pen.ts';
import {endOfStyleSequence, isPlainCode} from './plain-row.ts';

/**
 * A row as cells: one code unit and one pen per column for its plain start, and `tail`, the rest of the text from the
 * first character whose width is not beyond doubt ('' when there is none).
 */
type Cells = {codes: Uint16Array; pens: Uint16Array; length: number; tail: string; tailPen: number};

const spaceCode = 0x20;
const maxJoinedColumns = 4;

const emptyCells = (): Cells => ({
	codes: new Uint16Array(256),
	pens: new Uint16Array(256),
	length: 0,
	tail: '',
	tailPen: plainPenId,
});

// Two rows are compared at a time; their memory is used again for every row of every frame.
const before = emptyCells();
const after = emptyCells();

const splitIntoCells = (row: string, cells: Cells): void => {
	if (cells.codes.length < row.length) {
		cells.codes = new Uint16Array(row.length * 2);
		cells.pens = new Uint16Array(row.length * 2);
	}
	let pen = plainPenId;
	let length = 0;
	let index = 0;
	let lastCharacterIndex = 0;
	for (; index < row.length; ) {
		const code = row.charCodeAt(index);
		if (isPlainCode(code)) {
			cells.codes[length] = code;
			cells.pens[length] = pen;
			lastCharacterIndex = index;
			length++;
			index++;
			continue;
		}
		const end = endOfStyleSequence(row, index);
		const nextPen = end === -1 ? -1 : penAfter(pen, row.slice(index, end));
		if (nextPen === -1) {
			break;
		}
		pen = nextPen;
		index = end;
	}
	if (index < row.length && length > 0) {
		// What follows may combine with the character before it, so the tail starts there.
		length--;
		index = lastCharacterIndex;
		pen = cells.pens[length] ?? plainPenId;
	}
	cells.length = length;
	cells.tail = row.slice(index);
	cells.tailPen = pen;
};

const isSameCell = (column: number): boolean => {
	if (column < before.length) {
		return before.codes[column] === after.codes[column] && before.pens[column] === after.pens[column];
	}
	return before.tail === '' && after.codes[column] === spaceCode && after.pens[column] === plainPenId;
};

const isBlankFrom = (column: number): boolean => {
	for (let index = column; index < before.length; index++) {
		if (before.codes[index] !== spaceCode || before.pens[index] !== plainPenId) {
			return false;
		}
	}
	return before.tail === '';
};

/** Text of the columns from `start` up to `end` when all are drawn with `pen`, otherwise undefined. */
const joiningText = (start: number, end: number, pen: number): string | undefined => {
	let text = '';
	for (let column = start; column < end; column++) {
		if (after.pens[column] !== pen) {
			return undefined;
		}
		text += String.fromCharCode(after.codes[column] ?? spaceCode);
	}
	return text;
};

const rewrite = (row: string): string => `\u001B[1G\u001B[K${row}`;

/**
 * The text that turns `previous`, a row on screen, into `next` by writing only the cells that differ. The cursor must
 * be somewhere on that row with a plain pen; the cursor stays on the row and the pen is plain again afterwards. Both
 * rows must fit in `columns` and leave the pen plain at their end. Replaces ink/build/line-update.js, which writes
 * everything behind the first difference.
 */
export const rowDifference = (previous: string, next: string, columns: number | undefined): string => {
	if (columns === undefined || Number.isNaN(columns) || columns < 1) {
		return rewrite(next);
	}
	forgetPensWhenTooMany();
	splitIntoCells(previous, before);
	splitIntoCells(next, after);
	if (before.length > columns || after.length > columns) {
		return rewrite(next);
	}
	let output = '';
	let pen = plainPenId;
	let cursorColumn = -1;
	const moveTo = (column: number) => {
		if (cursorColumn === column) {
			return;
		}
		const joining =
			cursorColumn >= 0 && column - cursorColumn <= maxJoinedColumns
				? joiningText(cursorColumn, column, pen)
				: undefined;
		output += joining ?? (cursorColumn < 0 ? `\u001B[${column + 1}G` : `\u001B[${column - cursorColumn}C`);
		cursorColumn = column;
	};
	for (let column = 0; column < after.length; column++) {
		if (isSameCell(column)) {
			continue;
		}
		moveTo(column);
		const wantedPen = after.pens[column] ?? plainPenId;
		output += changePen(pen, wantedPen) + String.fromCharCode(after.codes[column] ?? spaceCode);
		pen = wantedPen;
		cursorColumn = column + 1;
	}
	const isSameTail =
		before.tail === after.tail && before.tailPen === after.tailPen && before.length === after.length;
	if (after.tail === '' ? !isBlankFrom(after.length) && after.length < columns : !isSameTail) {
		moveTo(after.length);
		output += `${changePen(pen, plainPenId)}\u001B[K${changePen(plainPenId, after.tailPen)}${after.tail}`;
		pen = after.tail === '' ? plainPenId : -1;
	}
	return output + (pen === -1 ? '\u001B[m' : changePen(pen, plainPenId));
};
