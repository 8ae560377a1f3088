import type {DumpedGoroutine} from './dump.ts';
import type {ContendedLock, GoroutineNumber, PlausibleHolder} from './dump-snapshot.ts';
import {type Address, familyOf, methodCalls, waitingDepth} from './dumped-call.ts';
import {createHolders, takingPlace} from './lock-holders.ts';
import {contains, guessedObjectBytes, printedAddress, type WaitedLock} from './waited-lock.ts';

/** A goroutine that waits for a lock. */
export type LockWaiter = {readonly goroutine: DumpedGoroutine; readonly waited: WaitedLock};

/** Takers of one lock that are looked at for the type of its object; they hardly ever differ. */
const takersRead = 64;

/** Who waits for which lock and who may hold it; waiters of whose lock nothing is printed are in none. */
export function dumpLocks(
	goroutines: readonly DumpedGoroutine[],
	lockWaiters: readonly LockWaiter[],
): readonly ContendedLock[] {
	const byAddress = new Map<Address, {isExact: boolean; waiters: LockWaiter[]}>();
	for (const waiter of lockWaiters) {
		const address = waiter.waited.lock ?? waiter.waited.object;
		if (address !== undefined) {
			const entry = byAddress.get(address) ?? {isExact: false, waiters: []};
			entry.isExact ||= waiter.waited.lock !== undefined;
			entry.waiters.push(waiter);
			byAddress.set(address, entry);
		}
	}

	if (byAddress.size === 0) {
		return [];
	}

	const holdersOf = createHolders(
		goroutines,
		new Map(lockWaiters.map(({goroutine, waited}) => [goroutine.id, waited])),
	);
	return [...byAddress]
		.map(([address, {isExact, waiters}]) => {
			const numbers = waiters.map(({goroutine}) => goroutine.id);
			const read = waiters.slice(0, takersRead);
			const takers = read.flatMap(({waited}) => waited.taker ?? []);
			const objects = new Set(read.flatMap(({waited}) => waited.object ?? []));
			return {
				address: printedAddress(address),
				isExact,
				waiters: numbers,
				holders: holdersOf({
					address,
					waiters: new Set<GoroutineNumber>(numbers),
					families: new Set(takers.map(({frame}) => familyOf(frame.functionName))),
					places: new Set(takers.map(({frame}) => takingPlace(frame))),
					objects,
				}),
				reentrant: waiters.flatMap(waiter => reentrance(waiter, address) ?? []),
			};
		})
		.sort((a, b) => b.waiters.length - a.waiters.length);
}

/**
 * A second method of the same object further out on the stack of a goroutine that waits for that object's lock. The
 * method that takes the lock is the first one, whatever is left of its own receiver; where nothing is left, recursion
 * through a tree of such objects looks the same but for the names. Where no receiver is left at all, two methods of one
 * type on one stack say so by their names alone.
 */
function reentrance({goroutine, waited}: LockWaiter, lock: Address): PlausibleHolder | undefined {
	const {taker} = waited;
	const family = familyOf(taker?.frame.functionName ?? '');
	const callers = methodCalls(goroutine, waitingDepth(goroutine) + 1);
	const outer = callers.find(
		({receiverType, receiver, frame}) =>
			receiverType === family &&
			receiver !== undefined &&
			contains(receiver, lock) &&
			(taker?.receiver === undefined
				? lock - receiver < guessedObjectBytes && frame.functionName !== taker?.frame.functionName
				: taker.receiver === receiver),
	);
	if (outer !== undefined) {
		return {number: goroutine.id, frame: outer.frame};
	}

	const byName = callers.find(
		({receiverType, receiver, frame}) =>
			receiverType === family &&
			receiver === undefined &&
			taker?.receiver === undefined &&
			frame.functionName !== taker?.frame.functionName,
	);
	return byName === undefined ? undefined : {number: goroutine.id, frame: byName.frame, byName: true};
}
