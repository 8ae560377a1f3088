import type {DumpedGoroutine} from './dump.ts';
import type {GoroutineNumber} from './dump-snapshot.ts';
import {
	type Address,
	argumentWords,
	callAt,
	type DumpedCall,
	trustedAddress,
	waitingDepth,
} from './dumped-call.ts';

/** An address among the printed arguments of a call: an object that it may work on. */
export type LockUse = {
	readonly address: Address;
	readonly number: GoroutineNumber;
	readonly call: DumpedCall;
	/** False behind a `?`: the register may hold something else by now, unless the address speaks for itself. */
	readonly isTrusted: boolean;
};

/** Of methods only the receiver, of plain functions every argument. */
export function callWords(goroutine: DumpedGoroutine): readonly LockUse[] {
	const uses: LockUse[] = [];
	for (let depth = waitingDepth(goroutine); depth < goroutine.stack.length; depth++) {
		const call = callAt(goroutine, depth);
		const words = argumentWords(goroutine.frameArguments[depth] ?? '');
		for (const word of call?.receiverType === undefined ? words : words.slice(0, 1)) {
			const isTrusted = !word.endsWith('?');
			const address = trustedAddress(isTrusted ? word : word.slice(0, -1));
			if (call !== undefined && address !== undefined) {
				uses.push({address, number: goroutine.id, call, isTrusted});
			}
		}
	}

	return uses;
}

/** Index of the last use at or below an address; -1 when there is none. `uses` rise by address. */
export function lastUseUpTo(uses: readonly LockUse[], address: Address): number {
	let low = 0;
	let high = uses.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((uses[middle]?.address ?? 0) <= address) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}

	return low - 1;
}
