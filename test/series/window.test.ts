import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {append, emptySeries, type Series} from '../../source/series/series.ts';
import {resample, slopePerSecond, windowOf} from '../../source/series/window.ts';

const draw = (values: readonly number[]): Series =>
	values.reduce((series, value, index) => append(series, index * 1000, value), emptySeries);

describe('windowOf', () => {
	test('says what happened between two moments', () => {
		expect(windowOf(draw([9, 4, 8, 6, 1]), 1000, 3000)).toEqual({
			points: 3,
			minimum: 4,
			maximum: 8,
			mean: 6,
			first: 4,
			last: 6,
			fromUnixMilliseconds: 1000,
			toUnixMilliseconds: 3000,
		});
	});

	test('is undefined where there is no point', () => {
		expect(windowOf(draw([1, 2]), 5000, 9000)).toBeUndefined();
		expect(windowOf(emptySeries, 0, 9000)).toBeUndefined();
	});
});

describe('slopePerSecond', () => {
	test('finds the slope of a straight line', () => {
		fc.assert(
			fc.property(fc.integer({min: -50, max: 50}), fc.integer({min: 3, max: 100}), (slope, count) => {
				const line = draw(Array.from({length: count}, (_, index) => 7 + slope * index));
				expect(slopePerSecond(line, 0, count * 1000)).toBeCloseTo(slope, 6);
			}),
			{seed: 4},
		);
	});

	test('says nothing of fewer than three points, nor of points at one moment', () => {
		expect(slopePerSecond(draw([1, 2]), 0, 9000)).toBeUndefined();
		const still = [1, 2, 3].reduce((series, value) => append(series, 5, value), emptySeries);
		expect(slopePerSecond(still, 5, 9000)).toBeUndefined();
	});
});

describe('resample', () => {
	test('takes the newest point of each span, or its peak', () => {
		const series = draw([1, 5, 2, 3, 9, 4]);
		expect(resample(series, 0, 6000, 3, 'last')).toEqual([5, 3, 4]);
		expect(resample(series, 0, 6000, 3, 'peak')).toEqual([5, 3, 9]);
	});

	test('leaves a gap where the series says nothing', () => {
		expect(resample(append(draw([1, 2]), 9000, 3), 0, 10_000, 5, 'last')).toEqual([
			2,
			Number.NaN,
			Number.NaN,
			Number.NaN,
			3,
		]);
	});

	test('gives as many numbers as were asked for, each one of the series', () => {
		fc.assert(
			fc.property(
				fc.array(fc.integer(), {maxLength: 400}),
				fc.integer({min: 1, max: 200}),
				(values, count) => {
					const spans = resample(draw(values), 0, 400_000, count, 'peak');
					expect(spans).toHaveLength(count);
					expect(spans.filter(value => !Number.isNaN(value)).every(value => values.includes(value))).toBe(
						true,
					);
				},
			),
			{seed: 5},
		);
	});
});
