import type {DumpSnapshot, DumpWaiter, GoroutineNumber} from '../profile/dump-snapshot.ts';
import type {Stack} from '../profile/frame.ts';
import type {UnixMilliseconds} from '../profile/units.ts';
import {lockKinds} from '../profile/wait-kind.ts';
import type {DumpHistory, History} from './history.ts';

/** Adds one dump. A goroutine that is found again in the same wait keeps the time at which it was first seen there. */
export function recordDump(history: History, at: UnixMilliseconds, snapshot: DumpSnapshot): History {
	const {dumps} = history;
	const former = new Map((dumps.latest?.waiters ?? []).map(waiter => [waiter.number, waiter]));
	const seenSince = new Map<GoroutineNumber, UnixMilliseconds>();
	const isSameStack = compareStacks();
	for (const {number, wait, lock} of snapshot.waiters) {
		const was = former.get(number);
		if (
			was !== undefined &&
			was.lock === lock &&
			was.wait.state === wait.state &&
			isSameStack(was.wait.stack, wait.stack)
		) {
			seenSince.set(number, dumps.seenSince.get(number) ?? dumps.takenAt ?? at);
		}
	}

	const lockMovedAt = lockMoves(dumps, at, snapshot, seenSince);
	return {
		...history,
		at,
		dumps: {takenAt: at, count: dumps.count + 1, latest: snapshot, seenSince, lockMovedAt},
	};
}

/** What tells one lock from another in the dumps of one process; where no address is printed, its site. */
export function lockKeyOf({lock, lockObject, wait}: DumpWaiter): string {
	return lock ?? lockObject ?? wait.site.key;
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

function isForLock({wait}: DumpWaiter): boolean {
	return lockKinds.has(wait.site.kind);
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
