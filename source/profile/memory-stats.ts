import type {Bytes, Count, Fraction, Nanoseconds, UnixMilliseconds} from './units.ts';

/** One stop-the-world pause of the collector, as runtime.MemStats keeps the last 256 of them. */
export type GcPause = {
	readonly endedAtUnixMilliseconds: UnixMilliseconds;
	readonly pauseNanoseconds: Nanoseconds;
};

/**
 * Whether two readings are of one process. Collections and allocations are counted from its start, so fewer than before
 * mean another one; and its newest collection stays among the last 256, with the nanosecond at which it ended. 'unknown'
 * when there was none, or so many since that it is out of sight.
 */
export function isSameProcess(before: MemoryStats, after: MemoryStats): boolean | 'unknown' {
	const collections = after.gcCount - before.gcCount;
	if (collections < 0 || after.totalAllocBytes < before.totalAllocBytes) {
		return false;
	}

	const [newest] = before.pauses;
	if (newest === undefined || collections >= after.pauses.length) {
		return 'unknown';
	}

	return after.pauses.some(
		({endedAtUnixMilliseconds}) => endedAtUnixMilliseconds === newest.endedAtUnixMilliseconds,
	);
}

/** The part of runtime.MemStats that `heap?debug=1` prints and goroutop reads. Times are on the target's clock. */
export type MemoryStats = {
	readonly heapAllocBytes: Bytes;
	readonly heapInuseBytes: Bytes;
	readonly heapIdleBytes: Bytes;
	readonly heapReleasedBytes: Bytes;
	readonly heapObjects: Count;
	readonly stackInuseBytes: Bytes;
	readonly sysBytes: Bytes;
	readonly nextGcBytes: Bytes;
	readonly totalAllocBytes: Bytes;
	readonly gcCount: Count;
	readonly forcedGcCount: Count;
	/** Share of CPU the collector took since the process started: a level, not a rate. */
	readonly gcCpuFraction: Fraction;
	readonly lastGcUnixMilliseconds: UnixMilliseconds | undefined;
	/** Highest resident size so far; absent on systems that do not report it. */
	readonly maxResidentBytes: Bytes | undefined;
	/** The newest pauses first, at most 256. */
	readonly pauses: readonly GcPause[];
};
