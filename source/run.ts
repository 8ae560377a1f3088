import process from 'node:process';
import {prepareWatch, type Watch} from './commands/prepare-watch.ts';
import {keepHeapSmall} from './commands/small-heap.ts';
import {screenInput, showsUnicode} from './commands/terminal.ts';
import {watchOnScreen} from './commands/watch-on-screen.tsx';
import type {Options} from './options.ts';

/** What the program is: its version, and the file that runs in its decoding worker (itself). */
export type Program = {readonly version: string; readonly workerUrl: URL};

const afterFirstFrame = () => {
	keepHeapSmall();
	return import('./commands/after-first-frame.ts');
};

type WatchingOptions = Exclude<Options, {readonly kind: 'once'}>;

/** Does what the options say; gives the exit code. Rejects only on a bug. */
export async function run(options: Options, program: Program): Promise<number> {
	const {version} = program;
	if (options.kind === 'once') {
		const {checkOnce} = await afterFirstFrame();
		return checkOnce({
			...options,
			ascii: drawsAscii(options),
			version,
			workerUrl: program.workerUrl,
		});
	}

	const watch = prepare(options, program);
	if (options.kind === 'check') {
		const {check} = await afterFirstFrame();
		return check(watch, {forMilliseconds: options.checkForMilliseconds, json: options.json, version});
	}

	const stdin = options.plain ? undefined : screenInput();
	if (stdin === undefined) {
		const {watchPlainly} = await afterFirstFrame();
		return watchPlainly(watch, version);
	}

	const {color, bell} = options.appearance;
	return watchOnScreen(watch, {colour: color, bell, version, stdin});
}

/** What goes into a file or a pipe is UTF-8, unless somebody says otherwise. */
function drawsAscii({appearance}: Options): boolean {
	return appearance.ascii ?? (Boolean(process.stdout.isTTY) && !showsUnicode(process.env, process.platform));
}

function prepare(options: WatchingOptions, program: Program): Watch {
	const {intervalMilliseconds, timeoutMilliseconds, budgetFraction, detectors, appearance} = options;
	return prepareWatch({
		intervalMilliseconds,
		timeoutMilliseconds,
		detectors,
		errands: options.errands,
		dumpLimitGoroutines: options.dumpLimitGoroutines,
		lastsMilliseconds: options.kind === 'check' ? options.checkForMilliseconds : undefined,
		ascii: drawsAscii(options),
		look: {ownCodeOnly: appearance.ownCodeOnly},
		workerUrl: program.workerUrl,
		// Nobody is hurt by asking a recording, and its replies take our own time: there is nothing to spare.
		budgetFraction: options.kind === 'demo' ? 1 : budgetFraction,
		...source(options, program),
	});
}

/** Where the bytes come from; the network's code is loaded when it is opened. */
function source(
	options: WatchingOptions,
	{version}: Program,
): Pick<Parameters<typeof prepareWatch>[0], 'open' | 'target'> {
	if (options.kind === 'demo') {
		return {
			target: {address: 'demo (recorded)', caution: undefined},
			open: async () => {
				const {openDemo} = await afterFirstFrame();
				return openDemo(version, options.timeoutMilliseconds);
			},
		};
	}

	const {connection} = options;
	return {
		target: {
			address: connection.address.shown,
			caution: connection.insecure ? 'certificate not checked' : undefined,
		},
		open: async now => {
			const {openHttpTarget} = await afterFirstFrame();
			return openHttpTarget(connection, {now});
		},
	};
}
