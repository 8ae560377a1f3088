import {expect, test} from 'vitest';
import {connection, problemOf, sentence} from './parsing.ts';

test('all about the connection', async () => {
	const line =
		'https://app:8443/ops --bearer-file /run/token --ca /a.pem --ca ~/b.pem --cert c.pem --key k.pem --insecure --timeout 3s';
	expect(await connection([...line.split(' '), '--header', 'X-A:  b: c '])).toEqual({
		address: expect.objectContaining({origin: 'https://app:8443'}),
		version: '1.2.3',
		user: undefined,
		bearerFile: '/run/token',
		headers: [{name: 'X-A', value: 'b: c'}],
		caFiles: ['/a.pem', '/home/eve/b.pem'],
		certificateFile: 'c.pem',
		keyFile: 'k.pem',
		insecure: true,
		connectTimeoutMilliseconds: 3000,
	});
});

test.each([
	['--user eve:hunter2', {}, {from: 'text', text: 'eve:hunter2'}],
	['--user eve --password-file /p', {}, {from: 'file', path: '/p', name: 'eve'}],
	['--user eve', {GOROUTOP_PASSWORD: 'hunter2'}, {from: 'text', text: 'eve:hunter2'}],
	['--user eve --password-file /p', {GOROUTOP_PASSWORD: 'hunter2'}, {from: 'file', path: '/p', name: 'eve'}],
	['', {GOROUTOP_USER: 'eve:hunter2'}, {from: 'variable', name: 'GOROUTOP_USER'}],
	['', {GOROUTOP_USER: 'eve', GOROUTOP_PASSWORD: 'x'}, {from: 'text', text: 'eve:x'}],
	['', {GOROUTOP_PASSWORD: 'x'}, undefined],
])('%s %j', async (flags, environment, user) => {
	expect((await connection(`6060 ${flags}`, {environment})).user).toEqual(user);
});

test('who to be is taken from the stronger source', async () => {
	const toml = 'user = "eve"\npassword-file = "/p"';
	expect(await connection('6060 --bearer-file /t', {toml})).toMatchObject({
		bearerFile: '/t',
		user: undefined,
	});
	const other = await connection('6060 --user ann:x', {toml: 'bearer-file = "/t"'});
	expect(other).toMatchObject({bearerFile: undefined, user: {from: 'text', text: 'ann:x'}});
});

test.each([
	['--user eve --bearer-file /t', 'Give either --user or --bearer-file.'],
	['--user eve', '--user has no password.'],
	['--password-file /p', '--password-file needs a name beside it.'],
	['--header Authorization', "A header has no colon: write it as --header 'Name: value'."],
])('%s', async (flags, expected) => {
	expect(await sentence(`6060 ${flags}`)).toBe(expected);
});

test('a header that lost its name may be a secret: it is not repeated', async () => {
	expect(JSON.stringify(await problemOf('6060 --header hunter2'))).not.toContain('hunter2');
});
