import {isSameProcess, type MemoryStats} from '../profile/memory-stats.ts';
import type {RuntimeMetrics} from '../profile/runtime-metrics.ts';
import type {UnixMilliseconds} from '../profile/units.ts';
import {aliveSince, shareBetween, shareBetweenMetrics, tellsShare} from './collector-share.ts';
import {beginStretch} from './comparable.ts';
import type {History} from './history.ts';
import {latencyBetween} from './latency-between.ts';
import type {MemoryHistory} from './memory-history.ts';
import {append} from './series.ts';

const collectionsKept = 32;

/** Adds one reading of MemStats. */
export function recordMemory(before: History, at: UnixMilliseconds, stats: MemoryStats): History {
	const past = before.memory.stats;
	const restart = past === undefined ? undefined : restartBetween(past, stats, before);
	if (restart !== undefined) {
		return recordMemory(beginStretch(before, at, 'restart', restart), at, stats);
	}

	const {memory} = before;
	const elapsedSeconds = (at - (memory.takenAt ?? at)) / 1000;
	const newPauses =
		past === undefined
			? []
			: stats.pauses.slice(0, Math.min(stats.gcCount - past.gcCount, stats.pauses.length));
	const longest = Math.max(...newPauses.map(pause => pause.pauseNanoseconds));
	const rates = past !== undefined && elapsedSeconds > 0 ? {past, elapsedSeconds} : undefined;
	const since = (past === undefined ? undefined : memory.aliveSince) ?? aliveSince(stats);
	const share =
		past === undefined || tellsShare(before.metrics)
			? undefined
			: shareBetween(past, stats, before.metrics?.processStartUnixMilliseconds, since);
	return {
		...before,
		at,
		watch: {...before.watch, isProcessInDoubt: false},
		memory: {
			takenAt: at,
			readings: memory.readings + 1,
			stats,
			newPauses,
			aliveSince: since,
			gcShare: share === undefined ? memory.gcShare : append(memory.gcShare, at, share),
			collections: collectionsUntil(memory, at, stats),
			heapAllocBytes: append(memory.heapAllocBytes, at, stats.heapAllocBytes),
			gcCpuFraction: append(memory.gcCpuFraction, at, stats.gcCpuFraction),
			gcPerSecond: rates
				? append(memory.gcPerSecond, at, (stats.gcCount - rates.past.gcCount) / rates.elapsedSeconds)
				: memory.gcPerSecond,
			allocatedBytesPerSecond: rates
				? append(
						memory.allocatedBytesPerSecond,
						at,
						(stats.totalAllocBytes - rates.past.totalAllocBytes) / rates.elapsedSeconds,
					)
				: memory.allocatedBytesPerSecond,
			longestPauseNanoseconds:
				newPauses.length > 0
					? append(memory.longestPauseNanoseconds, at, longest)
					: memory.longestPauseNanoseconds,
		},
	};
}

/** Why `stats` must be of another process than `past`; undefined when they need not be. */
function restartBetween(past: MemoryStats, stats: MemoryStats, {watch}: History): string | undefined {
	const isSame = isSameProcess(past, stats);
	if (isSame === true || (isSame === 'unknown' && !watch.isProcessInDoubt)) {
		return undefined;
	}

	return watch.isProcessInDoubt
		? 'nothing listened for a while: another process answers'
		: 'another process answers: its memory counters began anew';
}

/** One entry per reading that saw collections, however many: that there was one is what they are asked for. */
function collectionsUntil(
	{takenAt, stats: past, collections}: MemoryHistory,
	at: UnixMilliseconds,
	stats: MemoryStats,
): MemoryHistory['collections'] {
	return takenAt === undefined || past === undefined || stats.gcCount <= past.gcCount
		? collections
		: [...collections, {after: takenAt, before: at}].slice(-collectionsKept);
}

/** Adds one reading of the target's Prometheus metrics. Another start time is another process. */
export function recordMetrics(before: History, at: UnixMilliseconds, metrics: RuntimeMetrics): History {
	const was = before.metrics?.processStartUnixMilliseconds;
	const is = metrics.processStartUnixMilliseconds;
	const restarted = was !== undefined && is !== undefined && Math.abs(is - was) > 1000;
	const history = restarted ? beginStretch(before, at, 'restart', 'the process start time changed') : before;
	const past = history.metrics;
	const share = past === undefined ? undefined : shareBetweenMetrics(past, metrics);
	return {
		...history,
		at,
		metrics,
		schedulingLatency: latencyBetween(past?.schedulingLatency, metrics.schedulingLatency),
		memory:
			share === undefined
				? history.memory
				: {...history.memory, gcShare: append(history.memory.gcShare, at, share)},
	};
}
