import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {rowDifference} from '../../scripts/bundle/runtime/row-difference.ts';
import {screenAfter} from './terminal-screen.ts';

const columns = 24;
const size = {columns, rows: 3};

const sequences = [
	'0',
	'1',
	'2',
	'22',
	'3',
	'23',
	'4',
	'24',
	'7',
	'27',
	'9',
	'29',
	'31',
	'39',
	'92',
	'44',
	'49',
]
	.concat(['38;5;208', '48;5;236', '38;2;1;2;3', '1;33', '0;2;36', '', '4;58;5;3'])
	.map(parameters => `\u001B[${parameters}m`);
const plainCharacters = ['a', 'b', 'Z', '0', ' ', ' ', '│', '─', '█', '▁', '⠿', 'µ', 'é', '…', '→'];
const otherCharacters = ['漢', '字', '한', 'ｱ', '⚠\uFE0F', '✈\uFE0F', 'e\u0301'];
const invisibleCharacters = ['\u00AD', '\u200B'];

const widthOf = (part: string): number =>
	part.startsWith('\u001B') || invisibleCharacters.includes(part)
		? 0
		: '漢字한⚠\uFE0F✈\uFE0F'.includes(part)
			? 2
			: 1;

/** The parts that fit into the columns, ended by a plain pen as every row of the program is. */
const toRow = (parts: readonly string[]): string => {
	let widthColumns = 0;
	let row = '';
	for (const part of parts) {
		// Terminals disagree on what an invisible character without one before it belongs to.
		if (widthColumns === 0 && invisibleCharacters.includes(part)) {
			continue;
		}
		widthColumns += widthOf(part);
		if (widthColumns > columns) {
			break;
		}
		row += part;
	}
	return `${row}\u001B[0m`;
};

const part = fc.oneof(
	{weight: 8, arbitrary: fc.constantFrom(...plainCharacters)},
	{weight: 5, arbitrary: fc.constantFrom(...sequences)},
	{weight: 2, arbitrary: fc.constantFrom(...otherCharacters, ...invisibleCharacters)},
);
const parts = fc.array(part, {maxLength: 40});
/** Two rows of which the second is mostly an edit of the first, as from one frame to the next. */
const rowPair = fc.oneof(
	fc.tuple(parts, parts),
	fc
		.tuple(parts, fc.nat(12), fc.nat(3), fc.array(part, {maxLength: 3}))
		.map(([before, at, removed, added]) => {
			const after = [...before];
			after.splice(at, removed, ...added);
			return [before, after] as [string[], string[]];
		}),
);

describe('rowDifference', () => {
	test('leaves the screen as a full redraw would', async () => {
		await fc.assert(
			fc.asyncProperty(rowPair, fc.nat(columns - 1), async ([beforeParts, afterParts], cursorColumn) => {
				const previous = toRow(beforeParts);
				const next = toRow(afterParts);
				const cursor = `\u001B[${cursorColumn + 1}G`;
				const marker = '\r\nx';
				const patched = await screenAfter(
					`${previous}${cursor}${rowDifference(previous, next, columns)}${marker}`,
					size,
				);
				const redrawn = await screenAfter(`${next}${marker}`, size);
				expect(patched).toEqual(redrawn);
			}),
			{numRuns: 1000},
		);
	});

	test('leaves a plain pen behind', async () => {
		await fc.assert(
			fc.asyncProperty(rowPair, async ([beforeParts, afterParts]) => {
				const written = rowDifference(toRow(beforeParts), toRow(afterParts), columns);
				const after = await screenAfter(`${toRow(beforeParts)}${written}\u001B[1Gpen`, size);
				expect(after.rows[0]?.slice(0, 3)).toEqual(
					['p', 'e', 'n'].map(letter => `${letter},1,0,-1,0,-1,0,0,0,0,0,0`),
				);
			}),
			{numRuns: 300},
		);
	});

	test('writes one changed digit as one digit', () => {
		expect(rowDifference('goroutines 10451   blocked', 'goroutines 10461   blocked', 80)).toBe('\u001B[15G6');
	});

	test('writes nothing for a row that only spells its colours differently', () => {
		expect(rowDifference('\u001B[1m\u001B[31mhot\u001B[0m', '\u001B[1;31mhot\u001B[m', 80)).toBe('');
	});

	test('rewrites a row when the width is unknown', () => {
		expect(rowDifference('abc', 'abd', undefined)).toBe('\u001B[1G\u001B[Kabd');
	});
});
