import type {DumpedGoroutine} from './dump.ts';
import type {Frame} from './frame.ts';
import {packagePath} from './function-name.ts';
import type {Count} from './units.ts';

/** A memory address as a number: Go's are below 2^48. */
export type Address = number;

/** One call on the stack of a dumped goroutine, with what its printed arguments tell. */
export type DumpedCall = {
	readonly depth: Count;
	readonly frame: Frame;
	/** `example.com/shop.(*Pool)` for a method with a pointer receiver. */
	readonly receiverType: string | undefined;
	/** Undefined where it is not printed (inlined calls), or only from a register that may have been reused since (`?`). */
	readonly receiver: Address | undefined;
};

const methodPattern = /^(.*\.\(\*[^()]+\))\.[^.()]+$/u;
const ofLocks = /^(internal\/)?sync\.|^runtime\./u;

/** Index of the innermost frame outside the runtime and sync: the code that waits. */
export function waitingDepth({stack}: Pick<DumpedGoroutine, 'stack'>): Count {
	const depth = stack.findIndex(({functionName}) => !ofLocks.test(functionName));
	return depth === -1 ? stack.length : depth;
}

/** The methods with pointer receivers among the calls of a goroutine from `depth` outwards. */
export function methodCalls(goroutine: DumpedGoroutine, depth: Count): readonly DumpedCall[] {
	const calls: DumpedCall[] = [];
	for (let index = depth; index < goroutine.stack.length; index++) {
		const call = callAt(goroutine, index);
		if (call?.receiverType !== undefined) {
			calls.push(call);
		}
	}

	return calls;
}

export function callAt(goroutine: DumpedGoroutine, depth: Count): DumpedCall | undefined {
	const frame = goroutine.stack[depth];
	if (frame === undefined) {
		return undefined;
	}

	const receiverType = receiverTypeOf(frame.functionName);
	const words = argumentWords(goroutine.frameArguments[depth] ?? '');
	return {
		depth,
		frame,
		receiverType,
		receiver: receiverType === undefined ? undefined : trustedAddress(words[0]),
	};
}

/** Closures are no methods: what they know of the receiver is not among their arguments. */
function receiverTypeOf(functionName: string): string | undefined {
	const type = methodPattern.exec(functionName)?.[1];
	return type === undefined || packagePath(functionName) === '' ? undefined : type;
}

/**
 * What calls have in common that may work on the same lock: the type whose methods, or closures in them, they are; or the
 * function in whose body they stand, for closures share its variables.
 */
export function familyOf(functionName: string): string {
	const type = /^(.*\.\(\*[^()]+\))\.[^()]+$/u.exec(functionName)?.[1];
	return type ?? functionName.replace(/(\.(func|gowrap)?\d+|-range\d+|-fm)+$/u, '');
}

export function argumentWords(callArguments: string): readonly string[] {
	return callArguments.split(/[\s,{}]+/u).filter(word => word !== '');
}

/** Undefined for what may be stale, was left out, is nil or is no pointer into Go's memory. */
export function trustedAddress(word: string | undefined): Address | undefined {
	if (word === undefined || !/^0x[0-9a-f]{5,12}$/u.test(word)) {
		return undefined;
	}

	return Number.parseInt(word.slice(2), 16);
}
