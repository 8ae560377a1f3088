import type {Count, Milliseconds, UnixMilliseconds} from '../profile/units.ts';

/**
 * One quantity over time in bounded memory. Recent samples are kept as they came; older ones are thinned to the lowest
 * and the highest of each span, so that neither the floor nor a peak is lost. `older` has the newer ones first; points are
 * oldest first.
 */
export type Series = Points & {readonly older: readonly Points[]};

/**
 * The first `length` of `times` and `values`. What lies beyond belongs to newer versions of the same series, which add to
 * the same lists: to copy them at every point made most of the garbage that lived for an interval.
 */
type Points = {readonly times: UnixMilliseconds[]; readonly values: number[]; readonly length: Count};

type Level = {readonly capacity: Count; readonly spanMilliseconds: Milliseconds};

const newestCapacity: Count = 256;
// At 2 s: the last 8 minutes as sampled, then a low and a high per 30 s for an hour, then per 2 min for two more.
const plan: readonly Level[] = [
	{capacity: newestCapacity, spanMilliseconds: 0},
	{capacity: 256, spanMilliseconds: 30_000},
	{capacity: 128, spanMilliseconds: 120_000},
];

const noPoints: Points = {times: [], values: [], length: 0};
export const emptySeries: Series = {...noPoints, older: []};

/** The series of these points, oldest first. */
export function seriesOf(times: readonly UnixMilliseconds[], values: readonly number[]): Series {
	return {times: [...times], values: [...values], length: times.length, older: []};
}

/** `at` must not be before the newest point; a point at the same time replaces nothing and is kept beside it. */
export function append(series: Series, at: UnixMilliseconds, value: number): Series {
	const {older, length} = series;
	// Another series may have begun with the same points, and gone on in its own way; the empty one is everybody's.
	const isNewest = length > 0 && series.times.length === length;
	const {times, values} = isNewest ? series : slice(series, 0, length);
	times.push(at);
	values.push(value);
	const appended = {times, values, length: length + 1, older};
	return appended.length > newestCapacity ? thinned(appended) : appended;
}

/** Moves the older half of each level that is too long into the next one; of the last it is let go. */
function thinned(series: Series): Series {
	const levels: Points[] = [series, ...series.older];
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

	const [newest = noPoints, ...older] = levels;
	return {...newest, older};
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

/** How many of the newest points are kept as they came; there are none only where there are no others. */
export function newestCount({length}: Series): Count {
	return length;
}

/** The newest values, oldest first; fewer where there are no more. */
export function newestValues(series: Series, count: Count): readonly number[] {
	const newest: number[] = [];
	for (const {values, length} of [series, ...series.older]) {
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
	for (let level = series.older.length; level >= 0; level--) {
		const {times, values, length} = level === 0 ? series : (series.older[level - 1] ?? noPoints);
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
	times,
	values,
	length,
}: Series): {readonly at: UnixMilliseconds; readonly value: number} | undefined {
	return length === 0 ? undefined : {at: times[length - 1] ?? 0, value: values[length - 1] ?? 0};
}

export function earliestAt(series: Series): UnixMilliseconds | undefined {
	return (series.older.at(-1) ?? series).times[0];
}
