import type {Count, Milliseconds, UnixMilliseconds} from '../profile/units.ts';

/**
 * One quantity over time in bounded memory. Recent samples are kept as they came; older ones are thinned to the lowest
 * and the highest of each span, so that neither the floor nor a peak is lost. Levels are newest first, points oldest first.
 */
export type Series = {readonly levels: readonly Points[]};

/**
 * The first `length` of `times` and `values`. What lies beyond belongs to newer versions of the same series, which add to
 * the same lists: to copy them at every point made most of the garbage that lived for an interval.
 */
type Points = {readonly times: UnixMilliseconds[]; readonly values: number[]; readonly length: Count};

type Level = {readonly capacity: Count; readonly spanMilliseconds: Milliseconds};

// At 2 s: the last 8 minutes as sampled, then a low and a high per 30 s for an hour, then per 2 min for two more.
const plan: readonly Level[] = [
	{capacity: 256, spanMilliseconds: 0},
	{capacity: 256, spanMilliseconds: 30_000},
	{capacity: 128, spanMilliseconds: 120_000},
];

const noPoints: Points = {times: [], values: [], length: 0};
export const emptySeries: Series = {levels: plan.map(() => noPoints)};

/** The series of these points, oldest first. */
export function seriesOf(times: readonly UnixMilliseconds[], values: readonly number[]): Series {
	return {levels: [{times: [...times], values: [...values], length: times.length}]};
}

/** `at` must not be before the newest point; a point at the same time replaces nothing and is kept beside it. */
export function append(series: Series, at: UnixMilliseconds, value: number): Series {
	const levels = series.levels.slice();
	levels[0] = add(levels[0] ?? noPoints, at, value);
	for (let index = 0; index < plan.length; index++) {
		const points = levels[index] ?? noPoints;
		const next = plan[index + 1];
		if (points.length <= (plan[index]?.capacity ?? 0)) {
			break;
		}

		const half = points.length >> 1;
		levels[index] = slice(points, half, points.length);
		if (next !== undefined) {
			const older = thin(slice(points, 0, half), next.spanMilliseconds);
			levels[index + 1] = join(levels[index + 1] ?? noPoints, older);
		}
	}

	return {levels};
}

function add(points: Points, at: UnixMilliseconds, value: number): Points {
	// Another series may have begun with the same points, and gone on in its own way; the empty one is everybody's.
	const isNewest = points.length > 0 && points.times.length === points.length;
	const {times, values} = isNewest ? points : slice(points, 0, points.length);
	times.push(at);
	values.push(value);
	return {times, values, length: points.length + 1};
}

function join(a: Points, b: Points): Points {
	const [first, second] = [slice(a, 0, a.length), slice(b, 0, b.length)];
	return {
		times: first.times.concat(second.times),
		values: first.values.concat(second.values),
		length: a.length + b.length,
	};
}

function slice({times, values}: Points, from: Count, to: Count): Points {
	return {times: times.slice(from, to), values: values.slice(from, to), length: to - from};
}

function thin({times, values, length}: Points, spanMilliseconds: Milliseconds): Points {
	const thinned = {times: [] as UnixMilliseconds[], values: [] as number[]};
	for (let start = 0; start < length; ) {
		const span = Math.floor((times[start] ?? 0) / spanMilliseconds);
		let low = start;
		let high = start;
		let index = start;
		for (; index < length && Math.floor((times[index] ?? 0) / spanMilliseconds) === span; index++) {
			low = (values[index] ?? 0) < (values[low] ?? 0) ? index : low;
			high = (values[index] ?? 0) >= (values[high] ?? 0) ? index : high;
		}

		for (const kept of low === high ? [low] : [Math.min(low, high), Math.max(low, high)]) {
			thinned.times.push(times[kept] ?? 0);
			thinned.values.push(values[kept] ?? 0);
		}

		start = index;
	}

	return {...thinned, length: thinned.times.length};
}

/** How many of the newest points are kept as they came. */
export function newestCount({levels}: Series): Count {
	return levels[0]?.length ?? 0;
}

/** The newest values, oldest first; fewer where there are no more. */
export function newestValues({levels}: Series, count: Count): readonly number[] {
	const newest: number[] = [];
	for (const {values, length} of levels) {
		for (let index = length - 1; index >= 0 && newest.length < count; index--) {
			newest.push(values[index] ?? 0);
		}
	}

	return newest.reverse();
}

/** Calls `visit` for each point with from <= at <= to, oldest first. */
export function visitPoints(
	series: Series,
	from: UnixMilliseconds,
	to: UnixMilliseconds,
	visit: (at: UnixMilliseconds, value: number) => void,
): void {
	for (let level = series.levels.length - 1; level >= 0; level--) {
		const {times, values, length} = series.levels[level] ?? noPoints;
		// Looking at a minute must not cost an hour: detectors do it for each of thousands of sites.
		for (let index = firstFrom(times, length, from); index < length; index++) {
			const at = times[index] ?? 0;
			if (at > to) {
				return;
			}

			visit(at, values[index] ?? 0);
		}
	}
}

/** Index of the first of `length` times that is not before `from`; the length when all are. */
function firstFrom(times: readonly UnixMilliseconds[], length: Count, from: UnixMilliseconds): number {
	let low = 0;
	let high = length;
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

export function latest({
	levels,
}: Series): {readonly at: UnixMilliseconds; readonly value: number} | undefined {
	const points = levels.find(({length}) => length > 0);
	const last = (points?.length ?? 0) - 1;
	return points && {at: points.times[last] ?? 0, value: points.values[last] ?? 0};
}

export function earliestAt(series: Series): UnixMilliseconds | undefined {
	return series.levels.findLast(({length}) => length > 0)?.times[0];
}
