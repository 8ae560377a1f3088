import {type MemoryStats, memoryFell} from '../profile/memory-stats.ts';
import type {RuntimeMetrics} from '../profile/runtime-metrics.ts';
import type {UnixMilliseconds} from '../profile/units.ts';
import {beginStretch} from './comparable.ts';
import type {History} from './history.ts';
import {append} from './series.ts';

/** Adds one reading of MemStats. */
export function recordMemory(before: History, at: UnixMilliseconds, stats: MemoryStats): History {
	const past = before.memory.stats;
	if (past !== undefined && memoryFell(past, stats)) {
		return recordMemory(
			beginStretch(before, at, 'restart', 'another process answers: its memory counters fell'),
			at,
			stats,
		);
	}

	const {memory} = before;
	const elapsedSeconds = (at - (memory.takenAt ?? at)) / 1000;
	const newPauses =
		past === undefined
			? []
			: stats.pauses.slice(0, Math.min(stats.gcCount - past.gcCount, stats.pauses.length));
	const longest = Math.max(...newPauses.map(pause => pause.pauseNanoseconds));
	const rates = past !== undefined && elapsedSeconds > 0 ? {past, elapsedSeconds} : undefined;
	return {
		...before,
		at,
		memory: {
			takenAt: at,
			readings: memory.readings + 1,
			stats,
			newPauses,
			gcShare: memory.gcShare,
			collections: memory.collections,
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

/** Adds one reading of the target's Prometheus metrics. Another start time is another process. */
export function recordMetrics(before: History, at: UnixMilliseconds, metrics: RuntimeMetrics): History {
	const was = before.metrics?.processStartUnixMilliseconds;
	const is = metrics.processStartUnixMilliseconds;
	const restarted = was !== undefined && is !== undefined && Math.abs(is - was) > 1000;
	const history = restarted ? beginStretch(before, at, 'restart', 'the process start time changed') : before;
	return {...history, at, metrics};
}
