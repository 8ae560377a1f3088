import {existsSync} from 'node:fs';
import {homedir} from 'node:os';
import process from 'node:process';
import {isMainThread} from 'node:worker_threads';
import packageJson from './package.json' with {type: 'json'};
import type {Arguments} from './source/options/arguments.ts';
import type {Problem} from './source/options/problem.ts';

/** Exit codes of sysexits.h where there is one: 64 is a mistake on the command line. */
const usageExitCode = 64;

if (isMainThread) {
	const exitCode = await main();
	// What was written must be out before the process is: a pipe may still be full.
	process.stdout.write('', () => process.exit(exitCode));
} else {
	const {runDecodeWorker} = await import('./source/live/decode-worker.ts');
	runDecodeWorker();
}

async function main(): Promise<number> {
	const {readArguments} = await import('./source/options/arguments.ts');
	const {parseOptions} = await import('./source/options.ts');
	const {version} = packageJson;
	const commandLine = readArguments(process.argv.slice(2));
	const options = parseOptions({
		commandLine,
		environment: process.env,
		homeFolder: homeFolder(),
		config: await readConfigFile(commandLine),
		version,
	});
	switch (options.kind) {
		case 'help':
		case 'version': {
			process.stdout.write(options.text);
			return 0;
		}

		case 'problem': {
			process.stderr.write(`goroutop: ${options.sentence}\n${options.hint}\n`);
			return usageExitCode;
		}

		default: {
			const {run} = await import('./source/run.tsx');
			return run(options, {version, workerUrl: new URL(import.meta.url)});
		}
	}
}

/** In a container the user may have no account, and then no home either, unless HOME says so. */
function homeFolder(): string {
	try {
		return homedir() || '/';
	} catch {
		return '/';
	}
}

async function readConfigFile(commandLine: Arguments | Problem) {
	const {configPlaces} = await import('./source/options/config-place.ts');
	const places = configPlaces({
		commandLine,
		environment: process.env,
		platform: process.platform,
		homeFolder: homeFolder(),
	});
	const place = places.find(({path, required}) => required || existsSync(path));
	if (place === undefined) {
		return undefined;
	}

	const {readSmallFile} = await import('./source/target/small-file.ts');
	const file = await readSmallFile(place.path, place.required ? '--config' : 'The config file');
	if (!file.ok) {
		return {
			kind: 'problem' as const,
			sentence: file.sentence,
			hint: 'Name another with --config FILE, or make it readable.',
		};
	}

	const {parseConfigText} = await import('./source/options/config-file.ts');
	return parseConfigText(file.text, place.path);
}
