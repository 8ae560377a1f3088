import {existsSync} from 'node:fs';
import {homedir} from 'node:os';
import process from 'node:process';
import packageJson from '../package.json' with {type: 'json'};
import type {Arguments} from './options/arguments.ts';
import {readCommandLine} from './options/command-line.ts';
import {parseConfigText} from './options/config-file.ts';
import {configPlaces} from './options/config-place.ts';
import type {Problem} from './options/problem.ts';
import {parseOptions} from './options.ts';
import {run} from './run.ts';

/** Exit codes of sysexits.h where there is one: 64 is a mistake on the command line. */
const usageExitCode = 64;

/** Does what `argv`, the command line without the program's own name, asks for; gives the exit code. */
export async function main(argv: readonly string[], workerUrl: URL): Promise<number> {
	const {name, version} = packageJson;
	// Covers the arguments in `ps`, which may hold what nobody else should read.
	process.title = name;
	const commandLine = await readCommandLine(argv);
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
			return run(options, {version, workerUrl});
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

	// Reading files without waiting takes 2 ms to load, and most have no config file.
	const {readSmallFile} = await import('./target/small-file.ts');
	const file = await readSmallFile(place.path, place.required ? '--config' : 'The config file');
	if (!file.ok) {
		return {
			kind: 'problem' as const,
			sentence: file.sentence,
			hint: 'Name another with --config FILE, or make it readable.',
		};
	}

	return parseConfigText(file.text, place.path);
}
