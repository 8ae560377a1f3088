import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {loadAuthorization} from '../../source/target/authorization.ts';
import type {Connection} from '../../source/target/connection.ts';
import {connectionTo} from './local-servers.ts';

const folder = mkdtempSync(join(tmpdir(), 'goroutop-authorization-'));
afterAll(() => rmSync(folder, {recursive: true}));
const file = (name: string, content: string): string => {
	writeFileSync(join(folder, name), content);
	return join(folder, name);
};

const load = (overrides: Partial<Connection>, environment = {}, target = '6060') =>
	loadAuthorization(connectionTo(target, overrides), environment);
const headerOf = async (...args: Parameters<typeof load>): Promise<string | undefined> => {
	const loaded = await load(...args);
	return loaded.ok ? loaded.authorization.header() : loaded.sentence;
};
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

test('name and password from text, file, variable or address; the flag goes before the address', async () => {
	expect(await headerOf({})).toBeUndefined();
	expect(await headerOf({user: {from: 'text', text: 'ops:p:ö'}})).toBe(basic('ops:p:ö'));
	expect(await headerOf({user: {from: 'file', path: file('password', 'p:w\r\nrest\n'), name: 'ops'}})).toBe(
		basic('ops:p:w'),
	);
	expect(await headerOf({user: {from: 'variable', name: 'APP_USER'}}, {APP_USER: 'ops:pw'})).toBe(
		basic('ops:pw'),
	);
	expect(await headerOf({}, {}, 'http://ops:p%20w@host')).toBe(basic('ops:p w'));
	expect(await headerOf({user: {from: 'text', text: 'a:b'}}, {}, 'http://ops:pw@host')).toBe(basic('a:b'));
});

test('a bearer token from a file, with or without the word before it', async () => {
	expect(await headerOf({bearerFile: file('token', 'abc.def\n')})).toBe('Bearer abc.def');
	expect(await headerOf({bearerFile: file('word', 'Bearer abc.def')})).toBe('Bearer abc.def');
});

test('refresh is true only when other credentials came', async () => {
	const bearerFile = file('rotating', 'first');
	const loaded = await load({bearerFile});
	if (!loaded.ok) {
		throw new Error(loaded.sentence);
	}
	const {authorization} = loaded;
	expect(await authorization.refresh()).toBe(false);
	file('rotating', 'second');
	expect(await authorization.refresh()).toBe(true);
	expect(authorization.header()).toBe('Bearer second');
	expect(authorization.secrets()).toEqual(['second']);
	rmSync(bearerFile);
	expect(await authorization.refresh()).toBe(false);
	expect(authorization.header()).toBe('Bearer second');
});

test('mistakes are sentences that hold no secret', async () => {
	const user = {from: 'text', text: 'hunter2'} as const;
	const sentences = [
		await headerOf({user}),
		await headerOf({user: {from: 'variable', name: 'NOPE'}}),
		await headerOf({user: {from: 'variable', name: 'BAD'}}, {BAD: 'hunter2'}),
		await headerOf({user: {from: 'file', path: file('none', '\nhunter2\n'), name: 'ops'}}),
		await headerOf({user: {from: 'file', path: join(folder, 'missing'), name: 'ops'}}),
		await headerOf({bearerFile: file('two', 'hunter2 hunter2')}),
		await headerOf({bearerFile: file('empty', '\n')}),
		await headerOf({bearerFile: join(folder, 'missing')}),
		await headerOf({user, bearerFile: 'x'}),
		await headerOf({user, headers: [{name: 'authorization', value: 'hunter2'}]}),
		await headerOf({bearerFile: 'x', headers: [{name: 'Authorization', value: 'hunter2'}]}),
	].map(sentence => sentence?.replaceAll(folder, '/…'));
	expect(sentences).toEqual([
		'--user is not of the form name:password.',
		'The variable NOPE is not set; it should hold name:password.',
		'The variable BAD is not of the form name:password.',
		'--password-file /…/none has nothing in its first line.',
		'--password-file /…/missing does not exist.',
		'--bearer-file /…/two holds more than one token: it has spaces, line ends or non-ASCII in it.',
		'--bearer-file /…/empty is empty.',
		'--bearer-file /…/missing does not exist.',
		'Give either --user or --bearer-file: a request carries only one of them.',
		'Give either --header Authorization or --user: a request carries only one of them.',
		'Give either --header Authorization or --bearer-file: a request carries only one of them.',
	]);
});
