import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	append,
	earliestAt,
	emptySeries,
	latest,
	type Series,
	visitPoints,
} from '../../source/series/series.ts';

const everything = (series: Series, from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY) => {
	const points: (readonly [number, number])[] = [];
	visitPoints(series, from, to, (at, value) => points.push([at, value]));
	return points;
};

const draw = (values: readonly number[], intervalMilliseconds = 2000): Series =>
	values.reduce((series, value, index) => append(series, index * intervalMilliseconds, value), emptySeries);

const pointsKept = (series: Series) => [series, ...series.older].reduce((sum, {length}) => sum + length, 0);

describe('a series', () => {
	test('is empty at first', () => {
		expect(latest(emptySeries)).toBeUndefined();
		expect(earliestAt(emptySeries)).toBeUndefined();
		expect(everything(emptySeries)).toEqual([]);
	});

	test('keeps the last minutes as they came', () => {
		const values = Array.from({length: 200}, (_, index) => (index * 37) % 101);
		expect(everything(draw(values)).map(([, value]) => value)).toEqual(values);
	});

	test('that goes on in two ways keeps them apart', () => {
		const begun = draw([1, 2, 3]);
		const first = append(begun, 6000, 4);
		const second = append(append(begun, 6000, 5), 8000, 6);
		expect(everything(begun).map(([, value]) => value)).toEqual([1, 2, 3]);
		expect(everything(append(first, 8000, 7)).map(([, value]) => value)).toEqual([1, 2, 3, 4, 7]);
		expect(everything(second).map(([, value]) => value)).toEqual([1, 2, 3, 5, 6]);
		expect(latest(first)).toEqual({at: 6000, value: 4});
		expect(everything(emptySeries)).toEqual([]);
	});

	test('keeps the newest and stays in order, whatever comes', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({min: -1000, max: 1000}), {minLength: 1, maxLength: 2500}), values => {
				const series = draw(values);
				expect(latest(series)).toEqual({at: (values.length - 1) * 2000, value: values.at(-1)});
				const times = everything(series).map(([at]) => at);
				expect(times).toEqual(times.toSorted((a, b) => a - b));
			}),
			{seed: 1, numRuns: 30},
		);
	});

	test('keeps the lowest and the highest of what is thinned', () => {
		fc.assert(
			fc.property(
				fc.array(fc.integer({min: -1000, max: 1000}), {minLength: 300, maxLength: 3000}),
				values => {
					const kept = everything(draw(values));
					const oldest = kept[0]?.[0] ?? 0;
					const within = values.filter((_, index) => index * 2000 >= oldest);
					const keptValues = kept.map(([, value]) => value);
					expect(Math.min(...keptValues)).toBe(Math.min(...within));
					expect(Math.max(...keptValues)).toBe(Math.max(...within));
				},
			),
			{seed: 2, numRuns: 30},
		);
	});

	test('keeps only points that were there', () => {
		const values = Array.from({length: 3000}, (_, index) => (index * 7919) % 1009);
		for (const [at, value] of everything(draw(values))) {
			expect(values[at / 2000]).toBe(value);
		}
	});

	test('does not grow for ever: a day at 2 s, and at 100 ms', () => {
		const day = 43_200;
		let series = emptySeries;
		for (let index = 0; index < day; index++) {
			series = append(series, index * 2000, index % 97);
		}

		expect(pointsKept(series)).toBeLessThanOrEqual(33 + 225 + 257 + 129);
		expect((day - 1) * 2000 - (earliestAt(series) ?? 0)).toBeGreaterThan(2 * 3_600_000);
		for (let index = 0; index < 20_000; index++) {
			series = append(series, day * 2000 + index * 100, index % 97);
		}

		expect(pointsKept(series)).toBeLessThanOrEqual(33 + 225 + 257 + 129);
	});

	test('visits exactly the points between two moments', () => {
		const values = Array.from({length: 1200}, (_, index) => index);
		const series = draw(values);
		const all = everything(series);
		fc.assert(
			fc.property(
				fc.integer({min: -5000, max: 2_405_000}),
				fc.integer({min: 0, max: 900_000}),
				(from, span) => {
					expect(everything(series, from, from + span)).toEqual(
						all.filter(([at]) => at >= from && at <= from + span),
					);
				},
			),
			{seed: 3, numRuns: 200},
		);
	});

	test('leaves the series it was made from as it was', () => {
		const before = draw([1, 2, 3]);
		append(before, 9000, 4);
		expect(everything(before)).toEqual([
			[0, 1],
			[2000, 2],
			[4000, 3],
		]);
	});
});
