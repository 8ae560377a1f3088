import type {MemoryStats} from '../profile/memory-stats.ts';
import type {RuntimeMetrics} from '../profile/runtime-metrics.ts';
import type {Fraction, UnixMilliseconds} from '../profile/units.ts';

/**
 * Share of the CPU time between two readings that the collector took, from MemStats alone; undefined when it cannot be
 * told.
 *
 * GCCPUFraction f is the collector's share of all CPU time (GOMAXPROCS times the time that passed, work in idle time left
 * out) from the start to the end of the last collection, T later (runtime, gcMarkTermination). Between the last collections
 * of two readings, T1 and T2 after the start, the collector therefore took
 *
 *     (f2 T2 - f1 T1) / (T2 - T1)  =  f2 + (f2 - f1) T1 / (T2 - T1)
 *
 * Where the start is known this is exact, but for a GOMAXPROCS that changed. Where it is not, the process has at least
 * been there since `aliveSince`: a T1 too small makes the result too small while f rises, which is a lower bound, and too
 * large while f falls, which tells nothing.
 */
export function shareBetween(
	past: MemoryStats,
	stats: MemoryStats,
	startedAt: UnixMilliseconds | undefined,
	aliveSince: UnixMilliseconds | undefined,
): Fraction | undefined {
	const before = past.lastGcUnixMilliseconds;
	const after = stats.lastGcUnixMilliseconds;
	const since = startedAt ?? aliveSince;
	if (before === undefined || after === undefined || since === undefined || after <= before) {
		return undefined;
	}

	const rise = stats.gcCpuFraction - past.gcCpuFraction;
	if (before < since || (startedAt === undefined && rise < 0)) {
		return undefined;
	}

	return asShare(stats.gcCpuFraction + (rise * (before - since)) / (after - before));
}

/**
 * The same from runtime/metrics, exact: /cpu/classes/gc/total over /cpu/classes/total, both as of the last collection. Work
 * in idle time is left out where it is stated. Undefined when a counter is missing or fell, or no collection ended.
 */
export function shareBetweenMetrics(past: RuntimeMetrics, metrics: RuntimeMetrics): Fraction | undefined {
	const before = collectorSeconds(past);
	const after = collectorSeconds(metrics);
	const total = (metrics.totalCpuSeconds ?? 0) - (past.totalCpuSeconds ?? 0);
	return before === undefined || after === undefined || after < before || total <= 0
		? undefined
		: asShare((after - before) / total);
}

/** Whether the metrics have what `shareBetweenMetrics` needs: then MemStats need not be asked. */
export function tellsShare(metrics: RuntimeMetrics | undefined): boolean {
	return metrics !== undefined && collectorSeconds(metrics) !== undefined;
}

/** The earliest moment at which the process is known to have run, on its own clock: the end of its oldest known pause. */
export function aliveSince(stats: MemoryStats): UnixMilliseconds | undefined {
	const oldest = stats.pauses.reduce(
		(earliest, pause) => Math.min(earliest, pause.endedAtUnixMilliseconds),
		stats.lastGcUnixMilliseconds ?? Number.POSITIVE_INFINITY,
	);
	return Number.isFinite(oldest) ? oldest : undefined;
}

function collectorSeconds({gcCpuSeconds, gcIdleCpuSeconds, totalCpuSeconds}: RuntimeMetrics) {
	return gcCpuSeconds === undefined || totalCpuSeconds === undefined
		? undefined
		: gcCpuSeconds - (gcIdleCpuSeconds ?? 0);
}

/** What the target states may be anything. */
function asShare(value: number): Fraction | undefined {
	return Number.isNaN(value) ? undefined : Math.min(1, Math.max(0, value));
}
