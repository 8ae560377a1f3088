import {untilStopped} from './until-stopped.ts';

/**
 * Lets one caller in at a time, in the order of asking. Settles with the function that ends the turn, or with `undefined`
 * when `signal` fires while waiting.
 */
export const createTurns = (): ((signal: AbortSignal) => Promise<(() => void) | undefined>) => {
	let last: Promise<void> = Promise.resolve();
	return async signal => {
		const before = last;
		const {promise: mine, resolve: end} = Promise.withResolvers<void>();
		last = before.then(() => mine);
		await untilStopped(before, signal);
		if (signal.aborted) {
			end();
			return undefined;
		}
		return end;
	};
};
