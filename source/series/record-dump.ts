import type {DumpSnapshot, DumpWaiter, GoroutineNumber} from '../profile/dump-snapshot.ts';
import type {UnixMilliseconds} from '../profile/units.ts';
import {lockKinds} from '../profile/wait-kind.ts';
import type {DumpHistory, History} from './history.ts';

/** Adds one dump. A goroutine that is found again in the same wait keeps the time at which it was first seen there. */
export function recordDump(history: History, at: UnixMilliseconds, snapshot: DumpSnapshot): History {
	const {dumps} = history;
	const before = new Map((dumps.latest?.waiters ?? []).map(waiter => [waiter.number, waiter]));
	const seenSince = new Map<GoroutineNumber, UnixMilliseconds>();
	const stayed = new Set<GoroutineNumber>();
	for (const waiter of snapshot.waiters) {
		const was = before.get(waiter.number);
		const isSame = was !== undefined && isSameWait(was, waiter);
		seenSince.set(waiter.number, (isSame ? dumps.seenSince.get(waiter.number) : undefined) ?? at);
		if (isSame) {
			stayed.add(waiter.number);
		}
	}

	const lockMovedAt = lockMoves(dumps, at, snapshot, stayed);
	return {
		...history,
		at,
		dumps: {takenAt: at, count: dumps.count + 1, latest: snapshot, seenSince, lockMovedAt},
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
	stayed: ReadonlySet<GoroutineNumber>,
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

function isSameWait(a: DumpWaiter, b: DumpWaiter): boolean {
	return a.state === b.state && a.lock === b.lock && isSameStack(a, b);
}

function isSameStack({stack: a}: DumpWaiter, {stack: b}: DumpWaiter): boolean {
	return (
		a === b ||
		(a.length === b.length &&
			a.every(
				(frame, depth) => frame.line === b[depth]?.line && frame.functionName === b[depth]?.functionName,
			))
	);
}
