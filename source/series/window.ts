import type {Count, Milliseconds, UnixMilliseconds} from '../profile/units.ts';
import {type Series, visitPoints} from './series.ts';

/** What a series did between two moments. `first` and `last` are the oldest and newest values in the window. */
export type Window = {
	readonly points: Count;
	readonly minimum: number;
	readonly maximum: number;
	readonly mean: number;
	readonly first: number;
	readonly last: number;
	readonly fromUnixMilliseconds: UnixMilliseconds;
	readonly toUnixMilliseconds: UnixMilliseconds;
};

/** Undefined when the series has no point between `from` and `to` (both included). */
export function windowOf(series: Series, from: UnixMilliseconds, to: UnixMilliseconds): Window | undefined {
	let points = 0;
	let minimum = Number.POSITIVE_INFINITY;
	let maximum = Number.NEGATIVE_INFINITY;
	let sum = 0;
	let first = 0;
	let last = 0;
	let firstAt = 0;
	let lastAt = 0;
	visitPoints(series, from, to, (at, value) => {
		if (points === 0) {
			first = value;
			firstAt = at;
		}

		points++;
		minimum = Math.min(minimum, value);
		maximum = Math.max(maximum, value);
		sum += value;
		last = value;
		lastAt = at;
	});
	if (points === 0) {
		return undefined;
	}

	return {
		points,
		minimum,
		maximum,
		mean: sum / points,
		first,
		last,
		fromUnixMilliseconds: firstAt,
		toUnixMilliseconds: lastAt,
	};
}

/** Least-squares slope per second between `from` and `to`; undefined with fewer than three points. */
export function slopePerSecond(
	series: Series,
	from: UnixMilliseconds,
	to: UnixMilliseconds,
): number | undefined {
	let points = 0;
	let sumX = 0;
	let sumY = 0;
	let sumXX = 0;
	let sumXY = 0;
	visitPoints(series, from, to, (at, value) => {
		const x = (at - from) / 1000;
		points++;
		sumX += x;
		sumY += value;
		sumXX += x * x;
		sumXY += x * value;
	});
	const spread = points * sumXX - sumX * sumX;
	return points < 3 || spread === 0 ? undefined : (points * sumXY - sumX * sumY) / spread;
}

/**
 * Cuts from..to into `count` equal spans and gives one number per span, NaN where the series says nothing.
 * `choose` says which point stands for a span: the newest of it ('last'), or its peak.
 */
export function resample(
	series: Series,
	from: UnixMilliseconds,
	to: UnixMilliseconds,
	count: Count,
	choose: 'last' | 'peak',
): readonly number[] {
	const values: number[] = new Array(count).fill(Number.NaN);
	const spanMilliseconds: Milliseconds = (to - from) / count;
	visitPoints(series, from, to, (at, value) => {
		const index = Math.min(count - 1, Math.floor((at - from) / spanMilliseconds));
		const held = values[index] ?? Number.NaN;
		values[index] = choose === 'peak' && held > value ? held : value;
	});
	return values;
}
