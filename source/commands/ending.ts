import process from 'node:process';

/** Why a watch ends. `hangup`: the terminal went away, so nothing can be said any more. */
export type Ending =
	| {readonly kind: 'quit'}
	| {readonly kind: 'signal'; readonly exitCode: number}
	| {readonly kind: 'hangup'}
	| {readonly kind: 'crash'; readonly error: unknown};

// 128 plus the number of the signal, as shells report it.
const signals = {SIGINT: 130, SIGTERM: 143} as const;

/**
 * Waits for whatever ends the program: a signal, a lost terminal, a bug anywhere. `end` ends it from inside; the first
 * reason counts. After `release` nothing is waited for any more.
 */
export function awaitEnding(): {
	readonly ended: Promise<Ending>;
	readonly end: (ending: Ending) => void;
	readonly release: () => void;
} {
	const {promise, resolve: end} = Promise.withResolvers<Ending>();
	const crashed = (error: unknown) => end({kind: 'crash', error});
	const hungUp = () => end({kind: 'hangup'});
	const signalled = Object.entries(signals).map(
		([name, exitCode]) => [name, () => end({kind: 'signal', exitCode})] as const,
	);
	for (const [name, listener] of signalled) {
		process.on(name, listener);
	}

	process.on('SIGHUP', hungUp);
	process.on('uncaughtException', crashed);
	process.on('unhandledRejection', crashed);
	process.stdout.on('error', hungUp);
	process.stderr.on('error', hungUp);
	return {
		ended: promise,
		end,
		release: () => {
			for (const [name, listener] of signalled) {
				process.off(name, listener);
			}

			process.off('SIGHUP', hungUp);
			process.off('uncaughtException', crashed);
			process.off('unhandledRejection', crashed);
			// The listeners on the streams stay: a pipe that broke must not crash the last lines.
		},
	};
}

/** What to tell the shell; `quit` lets the command decide. */
export function exitCodeOf(ending: Ending): number {
	switch (ending.kind) {
		case 'quit': {
			return 0;
		}

		case 'signal': {
			return ending.exitCode;
		}

		case 'hangup': {
			return 129;
		}

		case 'crash': {
			return 1;
		}
	}
}
