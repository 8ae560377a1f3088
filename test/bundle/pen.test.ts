import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {changePen, penAfter, plainPenId} from '../../scripts/bundle/runtime/pen.ts';
import {screenAfter} from './terminal-screen.ts';

const size = {columns: 4, rows: 1};
const sequence = fc
	.array(
		fc.constantFrom(
			'0',
			'1',
			'2',
			'22',
			'3',
			'4',
			'24',
			'7',
			'9',
			'31',
			'39',
			'96',
			'42',
			'38;5;208',
			'48;2;1;2;3',
		),
		{
			minLength: 1,
			maxLength: 4,
		},
	)
	.map(parameters => `\u001B[${parameters.join(';')}m`);

describe('changePen', () => {
	test('turns any pen into any other', async () => {
		await fc.assert(
			fc.asyncProperty(sequence, sequence, async (first, second) => {
				const change = changePen(penAfter(plainPenId, first), penAfter(plainPenId, second));
				expect(await screenAfter(`${first}x${change}y`, size)).toEqual(
					await screenAfter(`${first}x\u001B[0m${second}y`, size),
				);
			}),
			{numRuns: 1000},
		);
	});

	test('is empty between equal pens and short otherwise', () => {
		const red = penAfter(plainPenId, '\u001B[31m');
		const boldRed = penAfter(red, '\u001B[1m');
		expect(changePen(boldRed, penAfter(plainPenId, '\u001B[0;1;31m'))).toBe('');
		expect(changePen(red, boldRed)).toBe('\u001B[1m');
		expect(changePen(boldRed, red)).toBe('\u001B[22m');
		expect(changePen(boldRed, plainPenId)).toBe('\u001B[m');
	});
});

describe('penAfter', () => {
	test.each(['\u001B[58;5;3m', '\u001B[38;5m', '\u001B[21m', '\u001B[38;7;1m'])('gives up on %j', text => {
		expect(penAfter(plainPenId, text)).toBe(-1);
	});

	test('reads an empty parameter as a reset', () => {
		const red = penAfter(plainPenId, '\u001B[31m');
		expect(penAfter(red, '\u001B[m')).toBe(plainPenId);
		expect(penAfter(red, '\u001B[;1m')).toBe(penAfter(plainPenId, '\u001B[1m'));
	});
});
