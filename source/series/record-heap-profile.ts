import type {HeapSnapshot} from '../profile/heap-snapshot.ts';
import {type Milliseconds, millisecondsPerMinute, type UnixMilliseconds} from '../profile/units.ts';
import type {History} from './history.ts';
import type {HeapProfileHistory} from './memory-history.ts';
import {append} from './series.ts';

/** Growth over less than this says more about the collector's rhythm than about what is kept. */
const comparedOverMilliseconds: Milliseconds = 10 * millisecondsPerMinute;

/** Adds one heap profile. */
export function recordHeapProfile(history: History, at: UnixMilliseconds, latest: HeapSnapshot): History {
	const {heapProfile} = history;
	return {
		...history,
		at,
		heapProfile: {
			takenAt: at,
			latest,
			...comparedWith(heapProfile, at, latest),
			timerObjects: append(heapProfile.timerObjects, at, latest.timerObjects),
		},
	};
}

/**
 * Two earlier snapshots follow the latest: once `between` is ten minutes old it becomes `earlier`, and the latest
 * becomes the new `between`. What the latest is compared with is so 10 to 20 minutes older, or the first there is.
 */
function comparedWith(
	{earlier, between}: HeapProfileHistory,
	at: UnixMilliseconds,
	snapshot: HeapSnapshot,
): Pick<HeapProfileHistory, 'earlier' | 'between'> {
	const newest = {at, snapshot};
	if (earlier === undefined || between === undefined) {
		return {earlier: newest, between: newest};
	}

	return at - between.at >= comparedOverMilliseconds
		? {earlier: between, between: newest}
		: {earlier, between};
}
