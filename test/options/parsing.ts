import {readArguments} from '../../source/options/arguments.ts';
import {parseConfigText} from '../../source/options/config-file.ts';
import type {Problem} from '../../source/options/problem.ts';
import {type Options, parseOptions} from '../../source/options.ts';

type Surroundings = {readonly environment?: Record<string, string>; readonly toml?: string};

/** Reads a command line as a shell splits it at spaces; an array where a value holds spaces. */
export const parse = async (line: string | readonly string[], {environment = {}, toml}: Surroundings = {}) =>
	parseOptions({
		commandLine: readArguments(typeof line === 'string' ? line.split(' ').filter(word => word !== '') : line),
		environment,
		homeFolder: '/home/eve',
		config: toml === undefined ? undefined : await parseConfigText(toml, '/etc/eve/config.toml'),
		version: '1.2.3',
	});

export const options = async (...from: Parameters<typeof parse>): Promise<Options> => {
	const parsed = await parse(...from);
	if (parsed.kind === 'problem' || parsed.kind === 'help' || parsed.kind === 'version') {
		throw new Error(JSON.stringify(parsed));
	}
	return parsed;
};

export const problemOf = async (...from: Parameters<typeof parse>): Promise<Problem> => {
	const parsed = await parse(...from);
	if (parsed.kind !== 'problem') {
		throw new Error(JSON.stringify(parsed));
	}
	return parsed;
};

export const sentence = async (...from: Parameters<typeof parse>): Promise<string> =>
	(await problemOf(...from)).sentence;

export const connection = async (...from: Parameters<typeof parse>) => {
	const parsed = await options(...from);
	if (parsed.kind === 'demo' || parsed.kind === 'once') {
		throw new Error(`${parsed.kind} has no connection`);
	}
	return parsed.connection;
};
