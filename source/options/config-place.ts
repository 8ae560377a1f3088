import {posix, win32} from 'node:path';
import type {Arguments} from './arguments.ts';
import type {Environment} from './environment.ts';
import {environmentName} from './flags.ts';
import {inHome} from './home.ts';
import type {Problem} from './problem.ts';

/** Where a config file may be. A `required` one was named by the person: it is a mistake if it is not there. */
export type ConfigPlace = {readonly path: string; readonly required: boolean};

/**
 * Where to look for the config file; the first one that exists counts. None when the command line asks for help or the
 * version, or cannot be understood: then nothing depends on a file.
 */
export const configPlaces = (from: {
	readonly commandLine: Arguments | Problem;
	readonly environment: Environment;
	readonly platform: NodeJS.Platform;
	readonly homeFolder: string;
}): readonly ConfigPlace[] => {
	const {commandLine: read, environment, platform, homeFolder} = from;
	if (read.kind === 'problem' || read.asks !== undefined) {
		return [];
	}
	const flag = read.givens.find(given => given.flag === 'config')?.texts.at(-1);
	const named = flag ?? (environment[environmentName('config')] || undefined);
	if (named !== undefined) {
		return [{path: inHome(named, homeFolder), required: true}];
	}
	const {join, isAbsolute} = platform === 'win32' ? win32 : posix;
	const xdgFolder = environment['XDG_CONFIG_HOME'] ?? '';
	const folders = [
		// The XDG specification has relative paths ignored.
		isAbsolute(xdgFolder) ? xdgFolder : join(homeFolder, '.config'),
	];
	if (platform === 'darwin') {
		folders.push(join(homeFolder, 'Library', 'Application Support'));
	}
	if (platform === 'win32') {
		folders.push(environment['APPDATA'] || join(homeFolder, 'AppData', 'Roaming'));
	}
	return folders.map(folder => ({path: join(folder, 'goroutop', 'config.toml'), required: false}));
};
