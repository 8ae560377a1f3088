import {expect, test} from 'vitest';
import {requestHeaders} from '../../source/target/request-headers.ts';
import {connectionTo} from './local-servers.ts';

const compose = (...headers: {name: string; value: string}[]) =>
	requestHeaders(connectionTo('6060', {headers}));

test("ours, and the person's in their place", () => {
	expect(compose()).toEqual({
		ok: true,
		headers: {accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'goroutop/1.2.3'},
	});
	expect(compose({name: 'User-Agent', value: ' probe '}, {name: 'X-Key', value: 'k'})).toMatchObject({
		headers: {'user-agent': 'probe', 'x-key': 'k'},
	});
});

test.each(['Connection', 'Content-Length', 'transfer-encoding', 'Proxy-Authorization', 'Expect'])(
	'%s is not theirs',
	name => {
		expect(compose({name, value: 'hunter2'})).toEqual({
			ok: false,
			sentence: `--header ${name} cannot be set: it belongs to the connection itself.`,
		});
	},
);

test('nothing gets past the line it is on, and no value into a sentence', () => {
	expect(compose({name: 'X Y', value: 'hunter2'})).toMatchObject({
		sentence: '--header "X Y" is not a header name: write it as \'Name: value\'.',
	});
	expect(compose({name: '', value: 'hunter2'}).ok).toBe(false);
	expect(compose({name: 'X', value: 'hunter2\r\nHost: evil'})).toMatchObject({
		sentence: 'The value of --header X has characters that no header may hold.',
	});
	expect(compose({name: 'X', value: '→'}).ok).toBe(false);
});
