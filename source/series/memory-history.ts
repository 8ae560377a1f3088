import type {HeapSnapshot} from '../profile/heap-snapshot.ts';
import type {GcPause, MemoryStats} from '../profile/memory-stats.ts';
import type {Count, UnixMilliseconds} from '../profile/units.ts';
import {emptySeries, type Series} from './series.ts';

export type MemoryHistory = {
	readonly takenAt: UnixMilliseconds | undefined;
	readonly readings: Count;
	readonly stats: MemoryStats | undefined;
	readonly heapAllocBytes: Series;
	readonly gcCpuFraction: Series;
	readonly gcPerSecond: Series;
	readonly allocatedBytesPerSecond: Series;
	/** Longest pause among the new ones of each reading; no point when there was no collection. */
	readonly longestPauseNanoseconds: Series;
	/** Pauses that ended since the reading before, newest first. */
	readonly newPauses: readonly GcPause[];
	/**
	 * Share of the CPU time between two readings that the collector took; a lower bound where the target tells no start time,
	 * and no point while that falls below the mean since the start.
	 */
	readonly gcShare: Series;
	/** The process is known to have run since then, on its own clock. */
	readonly aliveSince: UnixMilliseconds | undefined;
	/**
	 * Times on our clock between which each of the newest collections ended, oldest first: no earlier than `after`, no
	 * later than `before`. They say whether a dump's minutes had a chance to be counted.
	 */
	readonly collections: readonly {readonly after: UnixMilliseconds; readonly before: UnixMilliseconds}[];
};

/** Heap profiles: which allocation sites grow. */
export type HeapProfileHistory = {
	readonly takenAt: UnixMilliseconds | undefined;
	readonly latest: HeapSnapshot | undefined;
	/** The one to compare the latest with, and when it was taken: the first one, later one 10 to 20 minutes older. */
	readonly earlier: {readonly at: UnixMilliseconds; readonly snapshot: HeapSnapshot} | undefined;
	/** The one that becomes `earlier` once it is old enough. */
	readonly between: {readonly at: UnixMilliseconds; readonly snapshot: HeapSnapshot} | undefined;
	readonly timerObjects: Series;
};

export const emptyMemory: MemoryHistory = {
	takenAt: undefined,
	readings: 0,
	stats: undefined,
	heapAllocBytes: emptySeries,
	gcCpuFraction: emptySeries,
	gcPerSecond: emptySeries,
	allocatedBytesPerSecond: emptySeries,
	longestPauseNanoseconds: emptySeries,
	newPauses: [],
	gcShare: emptySeries,
	aliveSince: undefined,
	collections: [],
};

export const emptyHeapProfile: HeapProfileHistory = {
	takenAt: undefined,
	latest: undefined,
	earlier: undefined,
	between: undefined,
	timerObjects: emptySeries,
};
