import type {Stack} from './frame.ts';
import {createSiteReader, type Site} from './site.ts';
import {type WaitContext, waitContextOf} from './wait-context.ts';

/** What is to be known of a stack, worked out when it is first asked for. Stacks are told apart by identity. */
export type StackReader = {
	readonly site: (stack: Stack) => Site;
	readonly context: (stack: Stack) => WaitContext;
};

export function createStackReader(ownRoot: string | undefined): StackReader {
	return {
		site: remembered(createSiteReader(ownRoot)),
		context: remembered(stack => waitContextOf(stack, ownRoot)),
	};
}

/** Worked out once for each stack, told apart by identity. */
export function remembered<Value>(read: (stack: Stack) => Value): (stack: Stack) => Value {
	const known = new Map<Stack, Value>();
	return stack => {
		const found = known.get(stack) ?? read(stack);
		known.set(stack, found);
		return found;
	};
}
