import type {Bytes, Count, Seconds, UnixMilliseconds} from './units.ts';

/**
 * What a Prometheus endpoint of the same process adds to pprof, from client_golang's Go and process collectors.
 * Every field is absent when the target does not export it.
 */
export type RuntimeMetrics = {
	readonly goVersion?: string;
	readonly threads?: Count;
	readonly gomaxprocs?: Count;
	readonly processStartUnixMilliseconds?: UnixMilliseconds;
	readonly residentBytes?: Bytes;
	readonly openFileDescriptors?: Count;
	readonly memoryLimitBytes?: Bytes;
	readonly gcCpuSeconds?: Seconds;
	/** The part of it that ran on processors which had nothing else to do. */
	readonly gcIdleCpuSeconds?: Seconds;
	readonly totalCpuSeconds?: Seconds;
	/** Scheduling latency since the start: cumulative counts by upper bound, as the histogram states them. */
	readonly schedulingLatency?: readonly {readonly upToSeconds: Seconds; readonly count: Count}[];
};
