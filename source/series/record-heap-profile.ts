import type {HeapSnapshot} from '../profile/heap-snapshot.ts';
import type {UnixMilliseconds} from '../profile/units.ts';
import type {History} from './history.ts';
import {append} from './series.ts';

/** Adds one heap profile. */
export function recordHeapProfile(history: History, at: UnixMilliseconds, latest: HeapSnapshot): History {
	const {heapProfile} = history;
	return {
		...history,
		at,
		heapProfile: {
			takenAt: at,
			latest,
			earlier: heapProfile.earlier ?? {at, snapshot: latest},
			timerObjects: append(heapProfile.timerObjects, at, latest.timerObjects),
		},
	};
}
