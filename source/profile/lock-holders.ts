import type {DumpedGoroutine} from './dump.ts';
import type {GoroutineNumber, PlausibleHolder} from './dump-snapshot.ts';
import {type Address, callAt, familyOf, waitingDepth} from './dumped-call.ts';
import {callWords, type LockUse, lastUseUpTo} from './lock-uses.ts';
import {guessedObjectBytes, objectBytes} from './waited-lock.ts';

/** One lock that is waited for, and what its waiters tell of the object that contains it. */
export type LockInObject = {
	readonly address: Address;
	readonly waiters: ReadonlySet<GoroutineNumber>;
	/** Of the calls that take it (`familyOf`). */
	readonly families: ReadonlySet<string>;
	readonly objects: ReadonlySet<Address>;
};

/** More holders of one lock than this tell no more. */
const holdersKept = 8;
/** Uses near one lock that are looked at, its own waiters aside: dense heaps have no end of them. */
const usesRead = 500;
/** The same for all locks of a dump together, waiters and all: nor have hostile dumps. */
const usesReadInAll = 5_000_000;

/**
 * Go does not record who holds a lock. Plausible is, in this order: who runs a method of the type whose methods take it,
 * on the nearest such object; who runs a method of an object near it; who was given its very address; and, where
 * arguments were not printed, who runs a method of that type or another part of the function that takes it. Those in
 * `waiting`, who wait for a lock themselves, come first, the oldest before the others: it came before the queue did.
 */
export function createHolders(
	goroutines: readonly DumpedGoroutine[],
	waiting: ReadonlySet<GoroutineNumber>,
): (lock: LockInObject) => readonly PlausibleHolder[] {
	const uses = goroutines.flatMap(callWords).sort((a, b) => a.address - b.address);
	const byFamily = usersByFamily(goroutines);
	const budget = {left: usesReadInAll};
	const waitingFirst = (holders: readonly PlausibleHolder[]) =>
		holders.toSorted(
			(a, b) => Number(waiting.has(b.number)) - Number(waiting.has(a.number)) || a.number - b.number,
		);
	return lock => {
		const near = usesNear(uses, lock, budget);
		const byAddress =
			[near.filter(use => isLikely(use, lock)), near.filter(use => isPossible(use, lock))].find(
				believed => believed.length > 0,
			) ?? [];
		const nearest = byAddress.filter(({address}) => address === byAddress[0]?.address);
		if (nearest.length > 0) {
			return distinct(waitingFirst(nearest.map(({number, call: {frame}}) => ({number, frame}))));
		}

		const exact = near.filter(({address}) => address === lock.address);
		const named = [
			...exact.map(({number, call: {frame}}): PlausibleHolder => ({number, frame, byName: true})),
			...[...lock.families].flatMap(family => byFamily.get(family) ?? []),
		];
		return distinct(waitingFirst(named.filter(({number}) => !lock.waiters.has(number))));
	};
}

/** Nearest first, those of the lock's own waiters left out. */
function usesNear(
	uses: readonly LockUse[],
	{address, waiters}: LockInObject,
	budget: {left: number},
): readonly LockUse[] {
	const near: LockUse[] = [];
	for (let index = lastUseUpTo(uses, address); index >= 0 && near.length < usesRead; index--) {
		const use = uses[index];
		if (use === undefined || use.address <= address - objectBytes || budget.left <= 0) {
			break;
		}

		budget.left--;
		if (!waiters.has(use.number)) {
			near.push(use);
		}
	}

	return near;
}

/** A method of the type whose methods take this lock, on the same object as far as that is known. */
function isLikely({address, call, isTrusted}: LockUse, {families, objects}: LockInObject): boolean {
	return (
		isTrusted &&
		call.receiverType !== undefined &&
		families.has(call.receiverType) &&
		(objects.size === 0 || objects.has(address))
	);
}

/** Without a type that fits only what is very near, and nearer than the object that the takers show, may contain the lock. */
function isPossible({address, call, isTrusted}: LockUse, lock: LockInObject): boolean {
	if (!isTrusted || address === lock.address) {
		return isTrusted;
	}

	return (
		call.receiverType !== undefined &&
		!lock.families.has(call.receiverType) &&
		lock.address - address < guessedObjectBytes &&
		[...lock.objects].every(object => object < address)
	);
}

/** Only calls whose receiver is not known: those that show another object are about another lock. */
function usersByFamily(
	goroutines: readonly DumpedGoroutine[],
): ReadonlyMap<string, readonly PlausibleHolder[]> {
	const users = new Map<string, PlausibleHolder[]>();
	for (const goroutine of goroutines) {
		for (let depth = waitingDepth(goroutine); depth < goroutine.stack.length; depth++) {
			const call = callAt(goroutine, depth);
			if (call !== undefined && call.receiver === undefined) {
				const family = familyOf(call.frame.functionName);
				const known = users.get(family) ?? [];
				users.set(family, known);
				if (known.length < usesRead) {
					known.push({number: goroutine.id, frame: call.frame, byName: true});
				}
			}
		}
	}

	return users;
}

function distinct(holders: readonly PlausibleHolder[]): readonly PlausibleHolder[] {
	const byNumber = new Map<GoroutineNumber, PlausibleHolder>();
	for (const holder of holders) {
		if (!byNumber.has(holder.number)) {
			byNumber.set(holder.number, holder);
		}
	}

	return [...byNumber.values()].slice(0, holdersKept);
}
