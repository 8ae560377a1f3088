import process from 'node:process';
import {check} from './commands/check.ts';
import {startDemo} from './commands/demo.ts';
import {prepareWatch, type Watch} from './commands/prepare-watch.ts';
import {screenInput, showsUnicode} from './commands/terminal.ts';
import {watchPlainly} from './commands/watch-plainly.ts';
import type {Options} from './options.ts';
import type {Connection} from './target/connection.ts';

/** What the program is: its version, and the file that runs in its decoding worker (itself). */
export type Program = {readonly version: string; readonly workerUrl: URL};

/** Does what the options say; gives the exit code. Rejects only on a bug. */
export async function run(options: Options, program: Program): Promise<number> {
	if (options.kind === 'demo') {
		return runDemo(options, program);
	}

	const watch = prepare(options, options.connection, program);
	return options.kind === 'check'
		? check(watch, {
				forMilliseconds: options.checkForMilliseconds,
				json: options.json,
				version: program.version,
			})
		: show(watch, options, program);
}

async function runDemo(options: Extract<Options, {kind: 'demo'}>, program: Program): Promise<number> {
	const demo = await startDemo();
	if (!demo.ok) {
		process.stderr.write(`goroutop: ${demo.sentence}\n`);
		return 3;
	}

	const {address} = demo;
	const connection: Connection = {
		address: {...address, shown: 'demo (recorded)'},
		version: program.version,
		headers: [],
		caFiles: [],
		insecure: false,
		connectTimeoutMilliseconds: options.timeoutMilliseconds,
	};
	// Nobody is hurt by asking a recording, and its replies take our own time: there is nothing to spare.
	const watch = prepare({...options, budgetFraction: 1}, connection, program);
	const exitCode = await show(watch, options, program);
	await demo.close();
	return exitCode;
}

function prepare(options: Options, connection: Connection, {workerUrl}: Program): Watch {
	const {intervalMilliseconds, timeoutMilliseconds, budgetFraction, detectors, appearance} = options;
	return prepareWatch({
		connection,
		intervalMilliseconds,
		timeoutMilliseconds,
		budgetFraction,
		detectors,
		ascii: appearance.ascii ?? !showsUnicode(process.env, process.platform),
		look: {ownCodeOnly: appearance.ownCodeOnly},
		workerUrl,
	});
}

/** On the full screen where there is one, else line by line. */
async function show(
	watch: Watch,
	{appearance, plain}: Exclude<Options, {kind: 'check'}>,
	{version}: Program,
): Promise<number> {
	const stdin = plain ? undefined : screenInput();
	if (stdin === undefined) {
		return watchPlainly(watch, version);
	}

	const {watchOnScreen} = await import('./commands/watch-on-screen.tsx');
	return watchOnScreen(watch, {colour: appearance.color, bell: appearance.bell, version, stdin});
}
