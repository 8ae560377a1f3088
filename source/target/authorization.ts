import type {Connection, UserSource} from './connection.ts';
import {plainText} from './plain-text.ts';
import type {Environment} from './proxy-choice.ts';
import {readSmallFile} from './small-file.ts';

/** Who we are to the target. */
export type Authorization = {
	/** Value of the Authorization header; `undefined` when there are no credentials. */
	readonly header: () => string | undefined;
	/** How the person gave them, for sentences: `--user`, `GOROUTOP_USER`, `--bearer-file /run/token`. */
	readonly given: string | undefined;
	/** What must never be shown: every form in which the credentials could be repeated to us. */
	readonly secrets: () => readonly string[];
	/** Reads the file they came from again. True when that brought other credentials. */
	readonly refresh: () => Promise<boolean>;
};

export type LoadedAuthorization =
	| {readonly ok: true; readonly authorization: Authorization}
	| {readonly ok: false; readonly sentence: string};

type Credentials =
	| {readonly ok: true; readonly header: string; readonly secrets: readonly string[]}
	| {readonly ok: false; readonly sentence: string};

/** Reads the credentials a connection names. Never puts one of them into a sentence. */
export const loadAuthorization = async (
	connection: Connection,
	environment: Environment,
): Promise<LoadedAuthorization> => {
	const {user, bearerFile, address} = connection;
	if (user !== undefined && bearerFile !== undefined) {
		return {ok: false, sentence: 'Give either --user or --bearer-file: a request carries only one of them.'};
	}
	const header = connection.headers.find(({name}) => name.toLowerCase() === 'authorization');
	if (header !== undefined) {
		if (user !== undefined || bearerFile !== undefined) {
			const other = user === undefined ? '--bearer-file' : '--user';
			return {
				ok: false,
				sentence: `Give either --header Authorization or ${other}: a request carries only one of them.`,
			};
		}
		return {ok: true, authorization: fixed(undefined, '--header', [])};
	}
	if (bearerFile !== undefined) {
		return fromFile(`--bearer-file ${plainText(bearerFile, 60)}`, () => readToken(bearerFile));
	}
	if (user?.from === 'file') {
		return fromFile(`--password-file ${plainText(user.path, 60)}`, () => readPassword(user.name, user.path));
	}
	if (user !== undefined) {
		const credentials = readUser(user, environment);
		const given = user.from === 'variable' ? user.name : '--user';
		return credentials.ok
			? {ok: true, authorization: fixed(credentials.header, given, credentials.secrets)}
			: credentials;
	}
	if (address.credentials !== undefined) {
		const {header: value, secrets} = basic(address.credentials.user, address.credentials.password);
		return {ok: true, authorization: fixed(value, 'the address', secrets)};
	}
	return {ok: true, authorization: fixed(undefined, undefined, [])};
};

const fixed = (
	header: string | undefined,
	given: string | undefined,
	secrets: readonly string[],
): Authorization => ({
	header: () => header,
	given,
	secrets: () => secrets,
	refresh: async () => false,
});

const fromFile = async (given: string, read: () => Promise<Credentials>): Promise<LoadedAuthorization> => {
	const first = await read();
	if (!first.ok) {
		return first;
	}
	let current = first;
	return {
		ok: true,
		authorization: {
			header: () => current.header,
			given,
			secrets: () => current.secrets,
			refresh: async () => {
				const next = await read();
				if (!next.ok || next.header === current.header) {
					return false;
				}
				current = next;
				return true;
			},
		},
	};
};

const readToken = async (path: string): Promise<Credentials> => {
	const file = await readSmallFile(path, '--bearer-file');
	if (!file.ok) {
		return file;
	}
	const token = file.text.trim().replace(/^bearer\s+/i, '');
	if (token === '' || /[^\x21-\x7e]/.test(token)) {
		const fault =
			token === '' ? 'is empty' : 'holds more than one token: it has spaces, line ends or non-ASCII in it';
		return {ok: false, sentence: `--bearer-file ${plainText(path, 60)} ${fault}.`};
	}
	return {ok: true, header: `Bearer ${token}`, secrets: [token]};
};

const readPassword = async (name: string, path: string): Promise<Credentials> => {
	const file = await readSmallFile(path, '--password-file');
	if (!file.ok) {
		return file;
	}
	const password = file.text.split(/\r?\n/, 1)[0] ?? '';
	return password === ''
		? {ok: false, sentence: `--password-file ${plainText(path, 60)} has nothing in its first line.`}
		: {ok: true, ...basic(name, password)};
};

const readUser = (source: Exclude<UserSource, {from: 'file'}>, environment: Environment): Credentials => {
	const isText = source.from === 'text';
	const text = isText ? source.text : environment[source.name];
	const shown = isText ? '--user' : `The variable ${plainText(source.name, 60)}`;
	if (text === undefined) {
		return {ok: false, sentence: `${shown} is not set; it should hold name:password.`};
	}
	const colon = text.indexOf(':');
	return colon < 1
		? {ok: false, sentence: `${shown} is not of the form name:password.`}
		: {ok: true, ...basic(text.slice(0, colon), text.slice(colon + 1))};
};

const basic = (
	user: string,
	password: string,
): {readonly header: string; readonly secrets: readonly string[]} => {
	const encoded = Buffer.from(`${user}:${password}`, 'utf8').toString('base64');
	return {header: `Basic ${encoded}`, secrets: [password, encoded, encodeURIComponent(password)]};
};
