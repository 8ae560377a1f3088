import type {Reading} from '../../source/detectors/detector.ts';
import type {MemoryStats} from '../../source/profile/memory-stats.ts';
import type {RuntimeMetrics} from '../../source/profile/runtime-metrics.ts';
import {emptyHistory, type History} from '../../source/series/history.ts';
import {recordMemory, recordMetrics} from '../../source/series/record-memory.ts';
import type {Moment} from './draw.ts';

export const mebibyte = 1024 * 1024;

/** MemStats of a small quiet process, but for what is given. */
export function statsWith(given: Partial<MemoryStats>): MemoryStats {
	return {
		heapAllocBytes: mebibyte,
		heapInuseBytes: mebibyte,
		heapIdleBytes: 0,
		heapReleasedBytes: 0,
		heapObjects: 10,
		stackInuseBytes: 0,
		sysBytes: 100 * mebibyte,
		nextGcBytes: 64 * mebibyte,
		totalAllocBytes: 0,
		gcCount: 0,
		forcedGcCount: 0,
		gcCpuFraction: 0,
		lastGcUnixMilliseconds: undefined,
		maxResidentBytes: undefined,
		pauses: [],
		...given,
	};
}

export const noHistory = emptyHistory(0, {intervalMilliseconds: 2000, budgetFraction: 0.01});

/** One reading of MemStats every 15 s, or as often as said, then one of the metrics where there are any. */
export function drawMemory(
	readings: readonly Partial<MemoryStats>[],
	metrics: (reading: number) => RuntimeMetrics | undefined = () => undefined,
	from: History = noHistory,
	intervalMilliseconds = 15_000,
): readonly Moment[] {
	let history = from;
	const begin = from === noHistory ? 0 : from.at + intervalMilliseconds;
	return readings.flatMap((given, index) => {
		const at = begin + index * intervalMilliseconds;
		const told = metrics(index);
		history = recordMemory(history, at, statsWith(given));
		const moments: {history: History; readings: readonly Reading[]}[] = [{history, readings: ['memory']}];
		if (told !== undefined) {
			history = recordMetrics(history, at + 5000, told);
			moments.push({history, readings: ['metrics']});
		}

		return moments;
	});
}
