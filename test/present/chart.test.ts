import {describe, expect, it} from 'vitest';
import {chartLines} from '../../source/present/chart.ts';
import {formatBytes, formatCount} from '../../source/profile/quantity.ts';

const mebibyte = 2 ** 20;

function labelsOf(
	values: readonly number[],
	heightRows: number,
	format: (value: number) => string,
): readonly string[] {
	return chartLines(values, heightRows, format, false)
		.map(line => line.slice(0, line.search(/[┤┼]/u)).trim())
		.filter(label => label !== '');
}

describe('a chart', () => {
	it('says each label once, however close its rows are', () => {
		expect(labelsOf([3, 3, 4, 5, 4], 8, formatCount)).toEqual(['5', '4', '3']);
		expect(labelsOf([0, 0], 8, formatCount)).toEqual(['1', '0']);
		const gibibytes = labelsOf([1100 * mebibyte, 1250 * mebibyte], 12, formatBytes);
		expect(new Set(gibibytes).size).toBe(gibibytes.length);
	});

	it('does not make a cliff of a wobble', () => {
		const labels = labelsOf([412.1 * mebibyte, 412.9 * mebibyte, 412.3 * mebibyte], 12, formatBytes);
		expect(labels.at(0)).toBe('454 MiB');
		expect(labels.at(-1)).toBe('371 MiB');
	});

	it('leaves room before the first value and keeps every line as wide as the others', () => {
		const lines = chartLines([Number.NaN, Number.NaN, 5, 900, 40], 6, formatCount, false);
		expect(new Set(lines.map(line => line.length)).size).toBe(1);
		expect(lines.every(line => /[┤┼] {2}/u.test(line))).toBe(true);
	});

	it('has nothing to draw before two values', () => {
		expect(chartLines([Number.NaN, 7], 8, formatCount, false)).toEqual([]);
	});
});
