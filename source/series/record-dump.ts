import type {DumpSnapshot, DumpWaiter, GoroutineNumber} from '../profile/dump-snapshot.ts';
import type {Stack} from '../profile/frame.ts';
import type {UnixMilliseconds} from '../profile/units.ts';
import {lockKinds} from '../profile/wait-kind.ts';
import type {DumpHistory, History} from './history.ts';

/** Adds one dump. A goroutine that is found again in the same wait keeps the time at which it was first seen there. */
export function recordDump(history: History, at: UnixMilliseconds, snapshot: DumpSnapshot): History {
	const {dumps} = history;
	const waiterByNumber = new Map<GoroutineNumber, DumpWaiter>();
	const seenSince = new Map<GoroutineNumber, UnixMilliseconds>();
	const isSameStack = compareStacks();
	for (const waiter of snapshot.waiters) {
		const {number} = waiter;
		const was = dumps.waiterByNumber.get(number);
		waiterByNumber.set(number, waiter);
		if (was?.state === waiter.state && was.lock === waiter.lock && isSameStack(was.stack, waiter.stack)) {
			seenSince.set(number, dumps.seenSince.get(number) ?? dumps.takenAt ?? at);
		}
	}

	const lockMovedAt = lockMoves(dumps, at, snapshot, seenSince);
	return {
		...history,
		at,
		dumps: {takenAt: at, count: dumps.count + 1, latest: snapshot, waiterByNumber, seenSince, lockMovedAt},
	};
}

/** What tells one lock from another in the dumps of one process; where no address is printed, its site. */
export function lockKeyOf({lock, lockObject, site}: DumpWaiter): string {
	return lock ?? lockObject ?? site.key;
}

/** Where a waiter got away, the lock was released: that the others wait again says nothing of one long wait. */
function lockMoves(
	{latest, lockMovedAt}: DumpHistory,
	at: UnixMilliseconds,
	snapshot: DumpSnapshot,
	stayed: ReadonlyMap<GoroutineNumber, UnixMilliseconds>,
): ReadonlyMap<string, UnixMilliseconds> {
	const waitedFor = new Set(snapshot.waiters.filter(isForLock).map(lockKeyOf));
	const moves = new Map([...lockMovedAt].filter(([key]) => waitedFor.has(key)));
	for (const waiter of (latest?.waiters ?? []).filter(isForLock)) {
		const key = lockKeyOf(waiter);
		if (waitedFor.has(key) && !stayed.has(waiter.number)) {
			moves.set(key, at);
		}
	}

	return moves;
}

function isForLock({site}: DumpWaiter): boolean {
	return lockKinds.has(site.kind);
}

/** Thousands of goroutines share a few stacks: each pair is compared once. */
function compareStacks(): (a: Stack, b: Stack) => boolean {
	const known = new Map<Stack, Map<Stack, boolean>>();
	return (a, b) => {
		const ofFirst = known.get(a) ?? new Map<Stack, boolean>();
		const isSame = ofFirst.get(b) ?? isSameStack(a, b);
		if (!ofFirst.has(b)) {
			known.set(a, ofFirst.set(b, isSame));
		}

		return isSame;
	};
}

function isSameStack(a: Stack, b: Stack): boolean {
	return (
		a.length === b.length &&
		a.every((frame, depth) => frame.line === b[depth]?.line && frame.functionName === b[depth]?.functionName)
	);
}
