/**
 * A terminal that may take its time: a serial line, a thin link, a pane whose output is held. Node writes to terminals in
 * a way that stops the whole program until the last byte is taken; here it goes on, and whoever draws asks first.
 */
export type SlowOutput = {
	/** Not all that was written is out yet: what is drawn now would wait behind it, and be old when it is seen. */
	readonly isBusy: () => boolean;
	/** Calls `then` once what was written so far is out. */
	readonly whenFree: (then: () => void) => void;
	/** Back to waiting for each byte. Settles when all is out, or nothing has moved for too long. */
	readonly release: () => Promise<void>;
};

/** At 9,600 baud a screen of 200 x 50 takes this long. */
const longestWaitMilliseconds = 12_000;

type Handle = {readonly setBlocking?: (isBlocking: boolean) => unknown};

export function writeWithoutWaiting(stdout: NodeJS.WriteStream): SlowOutput {
	const {_handle: handle} = stdout as {readonly _handle?: Handle | null};
	handle?.setBlocking?.(false);
	const whenFree = (then: () => void) => {
		stdout.write('', () => then());
	};
	return {
		isBusy: () => stdout.writableLength > 0,
		whenFree,
		release: async () => {
			handle?.setBlocking?.(true);
			await new Promise<void>(resolve => {
				const timer = setTimeout(resolve, longestWaitMilliseconds);
				whenFree(() => {
					clearTimeout(timer);
					resolve();
				});
			});
		},
	};
}
