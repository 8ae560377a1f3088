/**
 * The value, or undefined as soon as `signal` fires. Unlike with Promise.race, nothing is left on the signal for each
 * value waited for.
 */
export function untilStopped<Value>(value: Promise<Value>, signal: AbortSignal): Promise<Value | undefined> {
	return new Promise((resolve, reject) => {
		const stop = () => resolve(undefined);
		if (signal.aborted) {
			stop();
		}

		signal.addEventListener('abort', stop, {once: true});
		value.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
	});
}
