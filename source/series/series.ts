import type {Milliseconds, UnixMilliseconds} from '../profile/units.ts';

/**
 * One quantity over time in bounded memory. Recent samples are kept as they came; older ones are thinned to the lowest
 * and the highest of each span, so that neither the floor nor a peak is lost. Levels are newest first, points oldest first.
 */
export type Series = {readonly levels: readonly Points[]};

type Points = {readonly times: readonly UnixMilliseconds[]; readonly values: readonly number[]};

type Level = {readonly capacity: number; readonly spanMilliseconds: Milliseconds};

// At 2 s: the last 8 minutes as sampled, then a low and a high per 30 s for an hour, then per 2 min for two more.
// The first level is short because every append copies it.
const plan: readonly Level[] = [
	{capacity: 32, spanMilliseconds: 0},
	{capacity: 224, spanMilliseconds: 0},
	{capacity: 256, spanMilliseconds: 30_000},
	{capacity: 128, spanMilliseconds: 120_000},
];

const noPoints: Points = {times: [], values: []};
export const emptySeries: Series = {levels: plan.map(() => noPoints)};

/** `at` must not be before the newest point; a point at the same time replaces nothing and is kept beside it. */
export function append(series: Series, at: UnixMilliseconds, value: number): Series {
	const levels = [...series.levels];
	levels[0] = join(levels[0] ?? noPoints, {times: [at], values: [value]});
	for (const [index, level] of plan.entries()) {
		const points = levels[index] ?? noPoints;
		if (points.times.length <= level.capacity) {
			break;
		}

		const half = points.times.length >> 1;
		levels[index] = slice(points, half, points.times.length);
		const next = plan[index + 1];
		if (next !== undefined) {
			const older = thin(slice(points, 0, half), next.spanMilliseconds);
			levels[index + 1] = join(levels[index + 1] ?? noPoints, older);
		}
	}

	return {levels};
}

function join(a: Points, b: Points): Points {
	return {times: [...a.times, ...b.times], values: [...a.values, ...b.values]};
}

function slice(points: Points, from: number, to: number): Points {
	return {times: points.times.slice(from, to), values: points.values.slice(from, to)};
}

function thin({times, values}: Points, spanMilliseconds: Milliseconds): Points {
	if (spanMilliseconds === 0) {
		return {times, values};
	}

	const thinned = {times: [] as UnixMilliseconds[], values: [] as number[]};
	for (let start = 0; start < times.length; ) {
		const span = Math.floor((times[start] ?? 0) / spanMilliseconds);
		let low = start;
		let high = start;
		let index = start;
		for (; index < times.length && Math.floor((times[index] ?? 0) / spanMilliseconds) === span; index++) {
			low = (values[index] ?? 0) < (values[low] ?? 0) ? index : low;
			high = (values[index] ?? 0) >= (values[high] ?? 0) ? index : high;
		}

		for (const kept of low === high ? [low] : [Math.min(low, high), Math.max(low, high)]) {
			thinned.times.push(times[kept] ?? 0);
			thinned.values.push(values[kept] ?? 0);
		}

		start = index;
	}

	return thinned;
}

/** Calls `visit` for each point with from <= at <= to, oldest first. */
export function visitPoints(
	series: Series,
	from: UnixMilliseconds,
	to: UnixMilliseconds,
	visit: (at: UnixMilliseconds, value: number) => void,
): void {
	for (let level = series.levels.length - 1; level >= 0; level--) {
		const {times, values} = series.levels[level] ?? noPoints;
		// Looking at a minute must not cost an hour: detectors do it for each of thousands of sites.
		for (let index = firstFrom(times, from); index < times.length; index++) {
			const at = times[index] ?? 0;
			if (at > to) {
				return;
			}

			visit(at, values[index] ?? 0);
		}
	}
}

/** Index of the first time that is not before `from`; the length when all are. */
function firstFrom(times: readonly UnixMilliseconds[], from: UnixMilliseconds): number {
	let low = 0;
	let high = times.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((times[middle] ?? 0) < from) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}

	return low;
}

export function latest(series: Series): {readonly at: UnixMilliseconds; readonly value: number} | undefined {
	for (const {times, values} of series.levels) {
		const at = times.at(-1);
		const value = values.at(-1);
		if (at !== undefined && value !== undefined) {
			return {at, value};
		}
	}

	return undefined;
}

export function earliestAt(series: Series): UnixMilliseconds | undefined {
	return series.levels.findLast(points => points.times.length > 0)?.times[0];
}
