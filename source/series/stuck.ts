import type {DumpWaiter} from '../profile/dump-snapshot.ts';
import {type Milliseconds, millisecondsPerMinute} from '../profile/units.ts';
import type {History} from './history.ts';

/** For how long a goroutine of the latest dump has been in its wait, at least; and what says so. */
export type StuckTime = {
	readonly milliseconds: Milliseconds;
	/** `runtime`: its own minutes. `dumps`: it was in the same wait in each dump since, and nothing says that it ran. */
	readonly saidBy: 'runtime' | 'dumps' | 'nothing';
};

const unknown: StuckTime = {milliseconds: 0, saidBy: 'nothing'};

/**
 * The runtime counts minutes from the first collection that finds a goroutine waiting. Where no collection came, dumps
 * that show the same goroutine in the same wait say as much, but not that it never ran in between; where one came more
 * than a minute ago and no minute was counted, it did run.
 */
export function stuckTime(history: History, waiter: DumpWaiter): StuckTime {
	const {takenAt, seenSince} = history.dumps;
	if (takenAt === undefined) {
		return unknown;
	}

	const byDumps = takenAt - (seenSince.get(waiter.number) ?? takenAt);
	if (waiter.waitMinutes !== undefined) {
		const milliseconds = Math.max(waiter.waitMinutes * millisecondsPerMinute, byDumps);
		return {milliseconds, saidBy: 'runtime'};
	}

	// A margin of a few seconds: a collection is known only to lie between two readings.
	const ranSince = history.memory.collections.some(
		({after, before}) =>
			after >= takenAt - byDumps && before <= takenAt - millisecondsPerMinute - 5000 && !waiter.isLeaked,
	);
	return ranSince || byDumps === 0 ? unknown : {milliseconds: byDumps, saidBy: 'dumps'};
}
