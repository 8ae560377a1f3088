import type {Count, Seconds} from '../profile/units.ts';

/** Cumulative counts by upper bound, the lowest first. */
export type LatencyCounts = readonly {readonly upToSeconds: Seconds; readonly count: Count}[];

/**
 * What came between two readings of a cumulative histogram, cumulative by upper bound as they are. Undefined when one is
 * missing, when the bounds differ, or when a counter fell: then they are of different processes.
 */
export function latencyBetween(
	past: LatencyCounts | undefined,
	now: LatencyCounts | undefined,
): LatencyCounts | undefined {
	if (past === undefined || now === undefined || past.length !== now.length) {
		return undefined;
	}

	const between = now.map(({upToSeconds, count}, index) => ({
		upToSeconds,
		count: past[index]?.upToSeconds === upToSeconds ? count - (past[index]?.count ?? 0) : -1,
	}));
	return between.some(({count}) => !(count >= 0)) ? undefined : between;
}
