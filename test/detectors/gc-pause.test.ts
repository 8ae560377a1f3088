import {expect, test} from 'vitest';
import {gcPause} from '../../source/detectors/gc-pause.ts';
import {defaultThresholds} from '../../source/detectors/thresholds.ts';
import type {MemoryStats} from '../../source/profile/memory-stats.ts';
import {emptyHistory, type History} from '../../source/series/history.ts';
import {recordMemory} from '../../source/series/record-memory.ts';
import {watch} from './draw.ts';

const empty = emptyHistory(0, {intervalMilliseconds: 2000, budgetFraction: 0.01});

/** One reading per argument: the pauses, in milliseconds, of all collections so far, newest first. */
function drawPauses(...readings: readonly (readonly number[])[]): readonly History[] {
	let history = empty;
	return readings.map((pauses, index) => {
		history = recordMemory(history, index * 10_000, statsWith(pauses));
		return history;
	});
}

function statsWith(pausesMilliseconds: readonly number[]): MemoryStats {
	return {
		heapAllocBytes: 1e6,
		heapInuseBytes: 1e6,
		heapIdleBytes: 0,
		heapReleasedBytes: 0,
		heapObjects: 10,
		stackInuseBytes: 0,
		sysBytes: 1e6,
		nextGcBytes: 2e6,
		totalAllocBytes: 1e6 * pausesMilliseconds.length,
		gcCount: pausesMilliseconds.length,
		forcedGcCount: 0,
		gcCpuFraction: 0,
		lastGcUnixMilliseconds: undefined,
		maxResidentBytes: undefined,
		pauses: pausesMilliseconds.map(pause => ({endedAtUnixMilliseconds: 0, pauseNanoseconds: pause * 1e6})),
	};
}

const said = (...readings: readonly (readonly number[])[]) =>
	watch(drawPauses(...readings).map(history => ({history, readings: ['memory']}))).said;

test('fires on a new pause over 20 ms', () => {
	expect(said([1], [0.2, 34, 21, 1])).toEqual(['10s warning gc-pause: 34ms longest pause, 2 of 3 over 20ms']);
});

test('is critical over 100 ms', () => {
	expect(said([1], [150, 1])).toEqual(['10s critical gc-pause: 150ms longest pause, 1 of 1 over 20ms']);
});

test('stays silent on short pauses, and on long ones from before the watch', () => {
	expect(said([1], [0.3, 20, 1])).toEqual([]);
	expect(said([300, 200], [1, 300, 200])).toEqual([]);
});

test('clears after three readings without', () => {
	expect(said([1], [34, 1], [34, 1], [34, 1], [34, 1]).at(-1)).toBe('40s gc-pause: it cleared');
});

test('has no verdict on the first reading', () => {
	const [first = empty] = drawPauses([300, 1]);
	expect(gcPause.check(first, defaultThresholds['gc-pause'], 0).kind).toBe('too-early');
});
