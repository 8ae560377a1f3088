import type {UnixMilliseconds} from '../profile/units.ts';
import {emptyHistory, type History, type Mark} from './history.ts';

const marksKept = 100;

/**
 * Begins a new stretch of comparable data and marks why. After a restart nothing of the old process's sites and
 * counters is kept but the ids, so that a place keeps its name; charts keep their past.
 */
export function beginStretch(
	history: History,
	at: UnixMilliseconds,
	kind: Mark['kind'],
	text: string,
): History {
	const marked: History = {
		...history,
		comparableSince: at,
		goroutineReadings: 0,
		block: {...history.block, readings: 0},
		mutex: {...history.mutex, readings: 0},
		marks: [...history.marks, {at, kind, text}].slice(-marksKept),
	};
	if (kind !== 'restart') {
		return marked;
	}

	const fresh = emptyHistory(at, history.watch);
	return {
		...marked,
		index: undefined,
		metrics: undefined,
		goroutinesTakenAt: undefined,
		sites: fresh.sites,
		block: {
			...fresh.block,
			delayPerSecond: history.block.delayPerSecond,
			eventsPerSecond: history.block.eventsPerSecond,
		},
		mutex: {
			...fresh.mutex,
			delayPerSecond: history.mutex.delayPerSecond,
			eventsPerSecond: history.mutex.eventsPerSecond,
		},
		heapProfile: {...fresh.heapProfile, timerObjects: history.heapProfile.timerObjects},
		dumps: fresh.dumps,
		leaks: fresh.leaks,
		schedulingLatency: undefined,
		memory: {
			...history.memory,
			takenAt: undefined,
			readings: 0,
			stats: undefined,
			newPauses: [],
			collections: [],
		},
	};
}
