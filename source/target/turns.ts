/**
 * Lets one caller in at a time, in the order of asking. Settles with the function that ends the turn, or with `undefined`
 * when `signal` fires while waiting.
 */
export const createTurns = (): ((signal: AbortSignal) => Promise<(() => void) | undefined>) => {
	let last: Promise<void> = Promise.resolve();
	return async signal => {
		const before = last;
		let end = () => {};
		const mine = new Promise<void>(resolve => {
			end = resolve;
		});
		last = before.then(() => mine);
		const stopped = new Promise<void>(resolve => {
			signal.addEventListener('abort', () => resolve(), {once: true});
		});
		if (!signal.aborted) {
			await Promise.race([before, stopped]);
		}
		if (signal.aborted) {
			end();
			return undefined;
		}
		return end;
	};
};
