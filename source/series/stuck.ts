import type {DumpWaiter} from '../profile/dump-snapshot.ts';
import {type Milliseconds, millisecondsPerMinute} from '../profile/units.ts';
import {lockKinds} from '../profile/wait-kind.ts';
import type {DumpHistory, History} from './history.ts';
import type {MemoryHistory} from './memory-history.ts';
import {lockKeyOf} from './record-dump.ts';

/** For how long a goroutine of the latest dump has been in its wait, at least; and what says so. */
export type StuckTime = {
	readonly milliseconds: Milliseconds;
	/** `runtime`: its own minutes. `dumps`: it was in the same wait in each dump since, and nothing says that it ran. */
	readonly saidBy: 'runtime' | 'dumps' | 'nothing';
};

/** A goroutine of the latest dump of which something says how long it has been in its wait. */
export type StandingGoroutine = {readonly waiter: DumpWaiter; readonly stuck: StuckTime};

const unknown: StuckTime = {milliseconds: 0, saidBy: 'nothing'};

// A collection is known only to lie between two readings.
const marginMilliseconds = 5000;
/** A collection this soon after the first sight of a wait is worth waiting for: a minute later it settles the matter. */
const soonMilliseconds = 30_000;

/**
 * The runtime counts minutes from the first collection that finds a goroutine waiting. Where no collection came, dumps
 * that show the same goroutine in the same wait say as much, but not that it never ran in between; where one came more
 * than a minute ago and no minute was counted, it did run. A lock that one of its waiters got meanwhile was released; one
 * that none got needs no further proof.
 */
export function stuckTime(history: History, waiter: DumpWaiter): StuckTime {
	const {takenAt, seenSince, lockMovedAt} = history.dumps;
	if (takenAt === undefined) {
		return unknown;
	}

	const firstSeenAt = seenSince.get(waiter.number) ?? takenAt;
	if (waiter.wait.waitMinutes !== undefined) {
		const milliseconds = Math.max(waiter.wait.waitMinutes * millisecondsPerMinute, takenAt - firstSeenAt);
		return {milliseconds, saidBy: 'runtime'};
	}

	if (waiter.wait.isLeaked) {
		return saidByDumps(takenAt - firstSeenAt);
	}

	const isLock = lockKinds.has(waiter.wait.site.kind);
	const movedAt = isLock ? lockMovedAt.get(lockKeyOf(waiter)) : undefined;
	const since = Math.max(firstSeenAt, movedAt ?? firstSeenAt);
	const settledBefore = takenAt - millisecondsPerMinute - marginMilliseconds;
	const isDoubtful = history.memory.collections.some(
		({after, before}) =>
			after >= since &&
			before <= takenAt &&
			(before <= settledBefore || (!isLock && before - since <= soonMilliseconds)),
	);
	return isDoubtful ? unknown : saidByDumps(takenAt - since);
}

/** Several detectors ask for the same thousands at each reading, and only a dump or a collection changes them. */
const workedOut = new WeakMap<
	DumpHistory,
	{readonly collections: MemoryHistory['collections']; readonly standing: readonly StandingGoroutine[]}
>();

/** Those of the latest dump that stand still, for whatever time; in the order of the dump. */
export function standingGoroutines(history: History): readonly StandingGoroutine[] {
	const {collections} = history.memory;
	const known = workedOut.get(history.dumps);
	if (known?.collections === collections) {
		return known.standing;
	}

	const standing: StandingGoroutine[] = [];
	for (const waiter of history.dumps.latest?.waiters ?? []) {
		const stuck = stuckTime(history, waiter);
		if (stuck.saidBy !== 'nothing') {
			standing.push({waiter, stuck});
		}
	}

	workedOut.set(history.dumps, {collections, standing});
	return standing;
}

function saidByDumps(milliseconds: Milliseconds): StuckTime {
	return milliseconds === 0 ? unknown : {milliseconds, saidBy: 'dumps'};
}
