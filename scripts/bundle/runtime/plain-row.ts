/**
 * Characters that take exactly one column in every terminal, never join a neighbour into one cluster and are never
 * drawn as emoji. Pairs are inclusive code units. Everything else is left to string-width.
 */
const plainRanges: readonly (readonly [number, number])[] = [
	[0x20, 0x7e],
	[0xa1, 0xac],
	[0xae, 0x2ff],
	[0x370, 0x377],
	[0x391, 0x3a1],
	[0x3a3, 0x3ff],
	[0x400, 0x482],
	[0x48a, 0x52f],
	[0x2010, 0x2027],
	[0x2030, 0x205e],
	[0x2190, 0x21ff],
	[0x2200, 0x22ff],
	[0x2500, 0x25fc],
	[0x25ff, 0x25ff],
	[0x26a0, 0x26a0],
	[0x2713, 0x2718],
	[0x2800, 0x28ff],
];

const tableLength = 0x2900;
const plainTable = new Uint8Array(tableLength);
for (const [first, last] of plainRanges) {
	plainTable.fill(1, first, last + 1);
}

/** Whether a UTF-16 code unit is one of the characters whose width is one column beyond doubt. */
export const isPlainCode = (code: number): boolean => code < tableLength && plainTable[code] === 1;

const escapeCode = 0x1b;
const openBracketCode = 0x5b;
const semicolonCode = 0x3b;
const digitZeroCode = 0x30;
const letterMCode = 0x6d;

/**
 * Index just behind the colour or style sequence (ESC [ digits and semicolons m) that starts at `start`, or -1 when
 * something else starts there.
 */
export const endOfStyleSequence = (row: string, start: number): number => {
	if (row.charCodeAt(start) !== escapeCode || row.charCodeAt(start + 1) !== openBracketCode) {
		return -1;
	}
	for (let index = start + 2; index < row.length; index++) {
		const code = row.charCodeAt(index);
		if (code === letterMCode) {
			return index + 1;
		}
		if (code < digitZeroCode || code > semicolonCode || code === 0x3a) {
			return -1;
		}
	}
	return -1;
};

const measure = (row: string): number => {
	let widthColumns = 0;
	for (let index = 0; index < row.length; ) {
		const code = row.charCodeAt(index);
		if (isPlainCode(code)) {
			widthColumns++;
			index++;
			continue;
		}
		index = code === escapeCode ? endOfStyleSequence(row, index) : -1;
		if (index === -1) {
			return -1;
		}
	}
	return widthColumns;
};

const knownWidths = new Map<string, number>();
const maxKnownWidths = 512;

/**
 * Width in columns of a row made of plain characters and style sequences only, or -1 for any other text (wide or
 * combining characters, links, tabs, line breaks, control characters). Remembers the last few hundred rows, because
 * one frame asks for the same row several times and most rows stay the same from frame to frame.
 */
export const plainRowWidth = (row: string): number => {
	let widthColumns = knownWidths.get(row);
	if (widthColumns === undefined) {
		widthColumns = measure(row);
		if (knownWidths.size >= maxKnownWidths) {
			knownWidths.clear();
		}
		knownWidths.set(row, widthColumns);
	}
	return widthColumns;
};
