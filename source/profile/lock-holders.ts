import type {DumpedGoroutine} from './dump.ts';
import {type GoroutineNumber, holdersKept, type PlausibleHolder} from './dump-snapshot.ts';
import {type Address, callAt, type DumpedCall, familyOf, waitingDepth} from './dumped-call.ts';
import type {Frame} from './frame.ts';
import {callWords, type LockUse, lastUseUpTo} from './lock-uses.ts';
import type {Count} from './units.ts';
import {guessedObjectBytes, objectBytes, type WaitedLock} from './waited-lock.ts';

/** One lock that is waited for, and what its waiters tell of the object that contains it. */
export type LockInObject = {
	readonly address: Address;
	readonly waiters: ReadonlySet<GoroutineNumber>;
	/** Of the calls that take it (`familyOf`). */
	readonly families: ReadonlySet<string>;
	/** Where they take it (`takingPlace`). */
	readonly places: ReadonlySet<string>;
	readonly objects: ReadonlySet<Address>;
};

/** Uses near one lock that are looked at, its own waiters aside: dense heaps have no end of them. */
const usesRead = 500;
/** The same for all locks of a dump together, waiters and all: nor have hostile dumps. */
const usesReadInAll = 5_000_000;

/**
 * Go does not record who holds a lock. Plausible is, in this order: who runs a method of the type, or the function, that
 * takes it, on the nearest such object; who runs a method of an object near it; who was given its very address; and,
 * where arguments were not printed, who runs a method of that type or another part of the function that takes it. Those
 * in `waiting`, who wait for a lock themselves, come first, the oldest before the others: it came before the queue did.
 * Their call that waits has locked nothing yet, unless it takes a second lock; their calls further out may have.
 */
export function createHolders(
	goroutines: readonly DumpedGoroutine[],
	waiting: ReadonlyMap<GoroutineNumber, WaitedLock>,
): (lock: LockInObject) => readonly PlausibleHolder[] {
	const uses = goroutines.flatMap(callWords).sort((a, b) => a.address - b.address);
	const byFamily = usersByFamily(goroutines, waiting);
	const mayHaveLocked = createMayHaveLocked(waiting);
	const budget = {left: usesReadInAll};
	const waitingFirst = (holders: readonly PlausibleHolder[]) =>
		holders.toSorted(
			(a, b) => Number(waiting.has(b.number)) - Number(waiting.has(a.number)) || a.number - b.number,
		);
	return lock => {
		const near = usesNear(uses, lock, budget).filter(use => mayHaveLocked(use, lock));
		const byAddress =
			[near.filter(use => isLikely(use, lock)), near.filter(use => isPossible(use, lock))].find(
				believed => believed.length > 0,
			) ?? [];
		const nearest = byAddress.filter(({address}) => address === byAddress[0]?.address);
		if (nearest.length > 0) {
			const furtherOut = nearest.filter(({number, call}) => !isAtLock(waiting.get(number), call));
			const believed = furtherOut.length > 0 ? furtherOut : nearest;
			return distinct(waitingFirst(believed.map(({number, call: {frame}}) => ({number, frame}))));
		}

		const exact = near.filter(({address}) => address === lock.address);
		const named = [
			...exact.map(({number, call: {frame}}): PlausibleHolder => ({number, frame, byName: true})),
			...[...lock.families].flatMap(family => byFamily.get(family) ?? []),
		];
		return distinct(waitingFirst(named.filter(({number}) => !lock.waiters.has(number))));
	};
}

/** One call of Lock in the source: it takes the same field of whatever object. */
export function takingPlace({functionName, line}: Frame): string {
	return `${line} ${functionName}`;
}

function isAtLock(waited: WaitedLock | undefined, {depth}: DumpedCall): boolean {
	return waited?.taker?.depth === depth;
}

/**
 * A call that waits at a lock holds another one only if it took that before. It did not where other goroutines wait
 * further down in the same function, nor where it waits for the lock of its own object at the very call that takes this one.
 */
function createMayHaveLocked(
	waiting: ReadonlyMap<GoroutineNumber, WaitedLock>,
): (use: LockUse, lock: LockInObject) => boolean {
	const lastLine = new Map<string, Count>();
	for (const {taker} of waiting.values()) {
		if (taker !== undefined) {
			const {functionName, line} = taker.frame;
			lastLine.set(functionName, Math.max(line, lastLine.get(functionName) ?? 0));
		}
	}

	return ({number, call, address}, lock) => {
		const waited = waiting.get(number);
		if (!isAtLock(waited, call)) {
			return true;
		}

		const own = waited?.lock ?? waited?.object;
		const isOfItsObject = own !== undefined && own >= address && own < lock.address;
		const isLast = call.frame.line >= (lastLine.get(call.frame.functionName) ?? 0);
		return isLast && !(isOfItsObject && lock.places.has(takingPlace(call.frame)));
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

/**
 * A method of the type whose methods take this lock, on the same object as far as that is known; or the function that
 * takes it, of which any argument may be the object, so only one that is very near.
 */
function isLikely({address, call, isTrusted}: LockUse, lock: LockInObject): boolean {
	const {families, objects} = lock;
	return (
		isTrusted &&
		families.has(familyOf(call.frame.functionName)) &&
		(call.receiverType === undefined
			? lock.address - address < guessedObjectBytes
			: objects.size === 0 || objects.has(address))
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

/**
 * Only calls whose receiver is not known: those that show another object are about another lock. A call that waits for a
 * lock says nothing by its name: the lock it waits for may be its first.
 */
function usersByFamily(
	goroutines: readonly DumpedGoroutine[],
	waiting: ReadonlyMap<GoroutineNumber, WaitedLock>,
): ReadonlyMap<string, readonly PlausibleHolder[]> {
	const users = new Map<string, PlausibleHolder[]>();
	for (const goroutine of goroutines) {
		for (let depth = waitingDepth(goroutine); depth < goroutine.stack.length; depth++) {
			const call = callAt(goroutine, depth);
			if (call !== undefined && call.receiver === undefined && !isAtLock(waiting.get(goroutine.id), call)) {
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

/** The first of each function before the second of any: a queue in one of them must not hide the others. */
function distinct(holders: readonly PlausibleHolder[]): readonly PlausibleHolder[] {
	const byNumber = new Map<GoroutineNumber, PlausibleHolder>();
	for (const holder of holders) {
		if (!byNumber.has(holder.number)) {
			byNumber.set(holder.number, holder);
		}
	}

	const seen = new Map<string, Count>();
	return [...byNumber.values()]
		.map(holder => {
			const {functionName} = holder.frame;
			const place = seen.get(functionName) ?? 0;
			seen.set(functionName, place + 1);
			return {holder, place};
		})
		.sort((a, b) => a.place - b.place)
		.slice(0, holdersKept)
		.map(({holder}) => holder);
}
