import {dirname, resolve} from 'node:path';
import {plainText} from '../target/plain-text.ts';
import type {Flag} from './flag.ts';
import {findFlag, flags} from './flags.ts';
import type {Given} from './given.ts';
import {didYouMean} from './nearest.ts';
import {helpHint, type Problem, problem} from './problem.ts';

/** A config file whose TOML could be read; nothing in it is understood yet. */
export type ConfigFile = {
	readonly kind: 'config';
	readonly path: string;
	readonly table: Readonly<Record<string, unknown>>;
};

/** Loads the TOML parser only when there is something to parse. */
export const parseConfigText = async (text: string, path: string): Promise<ConfigFile | Problem> => {
	const {parse, TomlError} = await import('smol-toml');
	try {
		// Editors on Windows begin a file with a byte order mark; TOML has none.
		return {kind: 'config', path, table: parse(text.replace(/^\uFEFF/, ''))};
	} catch (error) {
		if (!(error instanceof TomlError)) {
			throw error;
		}
		const what = (error.message.split('\n', 1)[0] ?? '').replace(/^Invalid TOML document: /, '');
		return problem(
			`${shownPath(path)}, line ${error.line}, column ${error.column}: ${plainText(what, 120)}.`,
			'The config file is TOML: interval = "5s", bell = true, off = ["gc-pause"].',
		);
	}
};

/**
 * The settings in a config file. Keys are the flags' names, `[thresholds.ID]` tables hold thresholds. Paths are relative
 * to the file's folder. Passwords and tokens are refused: such files get copied, shared and committed.
 */
export const readConfig = ({table, path}: ConfigFile): readonly Given[] | Problem => {
	const givens: Given[] = [];
	for (const [key, value] of Object.entries(table)) {
		const flag = findFlag(key);
		const shown = `${plainText(key, 40)} in ${shownPath(path)}`;
		const given =
			key === 'thresholds'
				? readThresholds(value, shown)
				: flag?.settable === 'file'
					? readKey(flag, value, shown, path)
					: unknownKey(key, path);
		if ('kind' in given) {
			return given;
		}
		givens.push(given);
	}
	return givens;
};

const shownPath = (path: string): string => plainText(path, 120);

const unknownKey = (key: string, path: string): Problem => {
	const keys = [...flags.filter(flag => flag.settable === 'file').map(flag => flag.name), 'thresholds'];
	return problem(`Unknown key ${plainText(key, 40)} in ${shownPath(path)}${didYouMean(key, keys)}`, helpHint);
};

const readKey = (
	flag: Flag & {readonly name: Given['flag']},
	value: unknown,
	shown: string,
	path: string,
): Given | Problem => {
	const isMany = flag.kind === 'list' || flag.kind === 'texts' || flag.kind === 'files';
	const values: readonly unknown[] = isMany && Array.isArray(value) ? value : [value];
	const texts = values.map(part => textOf(part, flag.kind === 'switch'));
	if (!texts.every(text => text !== undefined)) {
		const wanted = isMany
			? `a list: [${quoted(flag)}]`
			: flag.kind === 'switch'
				? 'true or false'
				: quoted(flag);
		return problem(`${shown} must be written as ${wanted}.`, helpHint);
	}
	if (flag.name === 'user' && texts.some(text => text.includes(':'))) {
		return problem(
			`${shown} holds a password.`,
			'Write the name alone, and the password to a password-file.',
		);
	}
	if (flag.name === 'header' && texts.some(holdsSecret)) {
		return problem(`${shown} holds a secret.`, 'Use bearer-file or password-file, or set GOROUTOP_HEADER.');
	}
	const isPath = flag.kind === 'file' || flag.kind === 'files';
	return {
		flag: flag.name,
		source: 'file',
		shown,
		texts: isPath ? texts.map(text => (text.startsWith('~') ? text : resolve(dirname(path), text))) : texts,
	};
};

/** A number becomes a text, too, so that a missing unit gets the same sentence as on the command line. */
const textOf = (value: unknown, isSwitch: boolean): string | undefined =>
	(
		isSwitch
			? typeof value === 'boolean'
			: (typeof value === 'string' && value !== '') || typeof value === 'number'
	)
		? String(value)
		: undefined;

const quoted = (flag: Flag): string => `"${flag.defaultText ?? flag.placeholder?.replaceAll("'", '')}"`;

const holdsSecret = (header: string): boolean =>
	/authorization|cookie|token|secret|password|api-?key/i.test(header.split(':', 1)[0] ?? '');

const readThresholds = (value: unknown, shown: string): Given | Problem => {
	const texts: string[] = [];
	for (const [detector, thresholds] of Object.entries(isTable(value) ? value : {'': undefined})) {
		if (!isTable(thresholds)) {
			return problem(
				`${shown} must be tables.`,
				'Write [thresholds.goroutine-count] and below it warningCount = 8000.',
			);
		}
		for (const [name, threshold] of Object.entries(thresholds)) {
			const text = textOf(threshold, false);
			if (text === undefined) {
				return problem(`${plainText(`${detector}.${name}`, 60)} under ${shown} must be a number.`, helpHint);
			}
			texts.push(`${detector}.${name}=${text}`);
		}
	}
	return {flag: 'set', source: 'file', shown, texts};
};

const isTable = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
