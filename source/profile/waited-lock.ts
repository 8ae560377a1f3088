import type {DumpedGoroutine} from './dump.ts';
import type {LockAddress} from './dump-snapshot.ts';
import {
	type Address,
	argumentWords,
	callAt,
	type DumpedCall,
	methodCalls,
	trustedAddress,
	waitingDepth,
} from './dumped-call.ts';
import {lockKinds, type WaitKind} from './wait-kind.ts';

/** What the stack of a goroutine that waits for a lock says of that lock. */
export type WaitedLock = {
	/** Of the lock itself, where it is printed. */
	readonly lock: Address | undefined;
	/** Of the object whose method takes the lock, where that is printed. */
	readonly object: Address | undefined;
	/** The call that takes the lock, outside of sync. */
	readonly taker: DumpedCall | undefined;
};

/** How far into an object its lock may lie; what lies further away is hardly the same object. */
export const objectBytes = 4096;
/** The same where nothing else speaks for it: small objects lie close together, and a lock further away is a neighbour's. */
export const guessedObjectBytes = 512;

// A mutex's own address survives in lockSlow, which is never inlined: in package sync up to Go 1.23, in internal/sync
// from Go 1.24 on. (*RWMutex).Lock first waits for other writers in its mutex, which is its first field and so has its
// address; when it waits for readers, and in RLock, the address is only in registers and what is printed is not to be
// trusted (Go 1.19 to 1.27), but for builds without optimisation.
const takesLock = /^(internal\/)?sync\.\(\*(RW)?Mutex\)\.(lockSlow|R?Lock)$/u;

export function waitedLock(goroutine: DumpedGoroutine, kind: WaitKind): WaitedLock | undefined {
	if (!lockKinds.has(kind)) {
		return undefined;
	}

	const depth = waitingDepth(goroutine);
	const lock = printedLock(goroutine, depth);
	const taker = callAt(goroutine, depth);
	return {lock, taker, object: objectOf(goroutine, taker, lock)};
}

function printedLock({stack, frameArguments}: DumpedGoroutine, depth: number): Address | undefined {
	for (let index = 0; index < depth; index++) {
		if (takesLock.test(stack[index]?.functionName ?? '')) {
			const address = trustedAddress(argumentWords(frameArguments[index] ?? '')[0]);
			if (address !== undefined) {
				return address;
			}
		}
	}

	return undefined;
}

/**
 * The receiver of the method that takes the lock. Where its register was reused and the lock's own address is not printed
 * either, that of a caller of the same type stands for it; beside a known lock it is too often another object of the type.
 */
function objectOf(
	goroutine: DumpedGoroutine,
	taker: DumpedCall | undefined,
	lock: Address | undefined,
): Address | undefined {
	if (taker?.receiverType === undefined) {
		return undefined;
	}

	if (lock !== undefined) {
		return taker.receiver !== undefined && contains(taker.receiver, lock) ? taker.receiver : undefined;
	}

	return methodCalls(goroutine, taker.depth).find(
		call => call.receiverType === taker.receiverType && call.receiver !== undefined,
	)?.receiver;
}

export function contains(object: Address, lock: Address): boolean {
	return object <= lock && lock < object + objectBytes;
}

export function printedAddress(address: Address): LockAddress {
	return `0x${address.toString(16)}`;
}
