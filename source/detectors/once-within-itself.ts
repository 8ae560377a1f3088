import type {Frame, Stack} from '../profile/frame.ts';
import {isSameFunction} from '../profile/receiver-type.ts';
import type {Advice} from './advice.ts';
import {framePlace} from './evidence.ts';

const once = /^sync\.\(\*Once\)\.(?:Do|doSlow)$/u;

/** The call further out on the stack that runs this same initialiser: whoever waits in it waits for itself. */
export function outerOnce(stack: Stack): Frame | undefined {
	const callers = stack.filter(
		({functionName}, index) => !once.test(functionName) && once.test(stack[index - 1]?.functionName ?? ''),
	);
	const [inner, ...outer] = callers;
	return inner && outer.find(({functionName}) => isSameFunction(functionName, inner.functionName));
}

/** One Once that waits for itself, by the outer call of the two. */
export function onceWords(outer: Frame): Advice & {readonly why: string} {
	return {
		why: 'What runs inside Once.Do asks for the same Once again: it cannot be done before it is done, and everyone else waits too.',
		shortStep: 'break the recursion',
		nextStep: `Follow the stack from ${framePlace(outer)} inwards: take the call that leads back to it out of the initialiser.`,
	};
}
