import type {UnixMilliseconds} from '../profile/units.ts';
import {type Series, seriesOf, visitPoints} from '../series/series.ts';

/**
 * The sum of series that have a point at the same readings, from `from` on. One that begins later counts nothing before.
 * Where old points were thinned, to other moments in each, only the moments that the longest kept ones share remain.
 */
export function summedSeries(all: readonly Series[], from: UnixMilliseconds): Series {
	const sums = new Map<UnixMilliseconds, {sum: number; points: number}>();
	const begins: UnixMilliseconds[] = [];
	for (const series of all) {
		let beginsAt = Number.POSITIVE_INFINITY;
		visitPoints(series, from, Number.POSITIVE_INFINITY, (at, value) => {
			beginsAt = Math.min(beginsAt, at);
			const entry = sums.get(at) ?? {sum: 0, points: 0};
			sums.set(at, {sum: entry.sum + value, points: entry.points + 1});
		});
		if (beginsAt !== Number.POSITIVE_INFINITY) {
			begins.push(beginsAt);
		}
	}

	begins.sort((a, b) => a - b);
	const times: UnixMilliseconds[] = [];
	const values: number[] = [];
	let begun = 0;
	for (const [at, {sum, points}] of [...sums].sort(([a], [b]) => a - b)) {
		while (begun < begins.length && (begins[begun] ?? 0) <= at) {
			begun++;
		}

		if (points === begun) {
			times.push(at);
			values.push(sum);
		}
	}

	return seriesOf(times, values);
}
