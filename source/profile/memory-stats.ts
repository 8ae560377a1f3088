import type {Bytes, Count, Fraction, Nanoseconds, UnixMilliseconds} from './units.ts';

/** One stop-the-world pause of the collector, as runtime.MemStats keeps the last 256 of them. */
export type GcPause = {
	readonly endedAtUnixMilliseconds: UnixMilliseconds;
	readonly pauseNanoseconds: Nanoseconds;
};

/** Collections and allocations are counted from the start: fewer than before means that another process answers. */
export function memoryFell(before: MemoryStats, after: MemoryStats): boolean {
	return after.gcCount < before.gcCount || after.totalAllocBytes < before.totalAllocBytes;
}

/** The part of runtime.MemStats that `heap?debug=1` prints and goroutop reads. Times are on the target's clock. */
export type MemoryStats = {
	readonly heapAllocBytes: Bytes;
	readonly heapInuseBytes: Bytes;
	readonly heapIdleBytes: Bytes;
	readonly heapReleasedBytes: Bytes;
	readonly heapSysBytes: Bytes;
	readonly heapObjects: Count;
	readonly stackInuseBytes: Bytes;
	readonly sysBytes: Bytes;
	readonly nextGcBytes: Bytes;
	readonly totalAllocBytes: Bytes;
	readonly mallocs: Count;
	readonly frees: Count;
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
