import type {TargetAddress} from '../target/address.ts';
import type {Connection, UserSource} from '../target/connection.ts';
import {environmentName} from './flags.ts';
import {isStronger} from './given.ts';
import {type Problem, problem} from './problem.ts';
import type {Settings} from './settings.ts';

export type ConnectionChoice = {readonly kind: 'connection'; readonly connection: Connection} | Problem;

/** How to reach the target and who to be there. No sentence from here repeats a header's value or a password. */
export const readConnection = (
	settings: Settings,
	address: TargetAddress,
	{version, password}: {readonly version: string; readonly password: string | undefined},
): ConnectionChoice => {
	const headers = settings.list('header').map(splitHeader);
	if (!headers.every(header => header !== undefined)) {
		return problem(
			"A header has no colon: write it as --header 'Name: value'.",
			'Mind the quotes around it.',
		);
	}
	const bearer = settings.find('bearer-file');
	const name = settings.find('user');
	if (bearer !== undefined && bearer.source === name?.source) {
		return problem(`Give either ${name.shown} or ${bearer.shown}.`, 'A request carries only one of them.');
	}
	const isBearer = bearer !== undefined && (name === undefined || isStronger(bearer.source, name.source));
	const user = isBearer ? undefined : readUser(settings, password);
	if (user?.kind === 'problem') {
		return user;
	}
	return {
		kind: 'connection',
		connection: {
			address,
			version,
			user: user?.source,
			bearerFile: isBearer ? bearer.value : undefined,
			headers,
			caFiles: settings.list('ca'),
			certificateFile: settings.find('cert')?.value,
			keyFile: settings.find('key')?.value,
			insecure: settings.isOn('insecure'),
			serverName: settings.find('server-name')?.value,
			connectTimeoutMilliseconds: settings.get('timeout').value,
		},
	};
};

const splitHeader = (text: string): {readonly name: string; readonly value: string} | undefined => {
	const colon = text.indexOf(':');
	return colon < 1 ? undefined : {name: text.slice(0, colon).trim(), value: text.slice(colon + 1).trim()};
};

type User = {readonly kind: 'user'; readonly source: UserSource};

const readUser = (settings: Settings, password: string | undefined): User | Problem | undefined => {
	const name = settings.find('user');
	const file = settings.find('password-file');
	if (name === undefined) {
		return file === undefined || file.source !== 'flag'
			? undefined
			: problem(`${file.shown} needs a name beside it.`, 'As in --user NAME --password-file FILE.');
	}
	if (name.value.includes(':')) {
		const source: UserSource =
			name.source === 'environment'
				? {from: 'variable', name: environmentName('user')}
				: {from: 'text', text: name.value};
		return {kind: 'user', source};
	}
	if (file !== undefined && (password === undefined || file.source === 'flag')) {
		return {kind: 'user', source: {from: 'file', path: file.value, name: name.value}};
	}
	return password === undefined
		? problem(`${name.shown} has no password.`, 'Name a file with --password-file, or set GOROUTOP_PASSWORD.')
		: {kind: 'user', source: {from: 'text', text: `${name.value}:${password}`}};
};
