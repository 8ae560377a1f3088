import {expect, test} from 'vitest';
import type {HeapSnapshot} from '../../source/profile/heap-snapshot.ts';
import type {History} from '../../source/series/history.ts';
import {recordHeapProfile} from '../../source/series/record-heap-profile.ts';
import {latest} from '../../source/series/series.ts';
import {noHistory} from '../detectors/draw-memory.ts';

const minute = 60_000;
const snapshot = (inuseBytes: number): HeapSnapshot => ({
	inuseBytes,
	sites: new Map(),
	timerObjects: inuseBytes,
	timerSite: undefined,
});

/** One heap profile a minute; the bytes are its number. */
function recorded(count: number): readonly History[] {
	let history = noHistory;
	return Array.from({length: count}, (_, index) => {
		history = recordHeapProfile(history, index * minute, snapshot(index));
		return history;
	});
}

test('the latest is compared with the first until there are ten minutes, then with one 10 to 20 minutes older', () => {
	const ages = recorded(90).map(
		({heapProfile}, index) => index - (heapProfile.earlier?.snapshot.inuseBytes ?? 0),
	);
	expect(ages.slice(0, 20)).toEqual(Array.from({length: 20}, (_, index) => index));
	expect(Math.min(...ages.slice(10))).toBe(10);
	expect(Math.max(...ages)).toBe(19);
});

test('timers are a series', () => {
	expect(latest(recorded(3).at(-1)?.heapProfile.timerObjects ?? noHistory.goroutines)).toEqual({
		at: 2 * minute,
		value: 2,
	});
});
