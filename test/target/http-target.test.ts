import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {describe, expect, onTestFinished, test} from 'vitest';
import {openHttpTarget} from '../../source/target/http-target.ts';
import {ask, connectionTo, failureOf, openTarget, serve, textOf} from './local-servers.ts';

const temporaryFolder = (): string => {
	const folder = mkdtempSync(join(tmpdir(), 'goroutop-target-'));
	onTestFinished(() => rmSync(folder, {recursive: true}));
	return folder;
};

test('a profile as net/http/pprof sends it: gzip without Content-Encoding', async () => {
	const packed = gzipSync('profile bytes');
	const seen: unknown[] = [];
	const {port} = await serve((request, response) => {
		const {host, 'user-agent': agent, 'accept-encoding': encoding, authorization} = request.headers;
		seen.push([request.method, request.url, host, agent, encoding, authorization]);
		response.setHeader('Content-Type', 'application/octet-stream');
		response.end(packed);
	});
	const target = await openTarget(`${port}`, {}, {monotonic: countingClock()});
	expect(target.address).toBe(`localhost:${port}`);
	const reply = await ask(target, 'goroutine?debug=0');
	expect(textOf(reply)).toBe('profile bytes');
	expect(reply).toMatchObject({ok: true, elapsedMilliseconds: 5});
	const host = `127.0.0.1:${port}`;
	expect(seen).toEqual([
		['GET', '/debug/pprof/goroutine?debug=0', host, 'goroutop/1.2.3', 'identity', undefined],
	]);
});

/** Each reading is 5 ms after the one before. */
const countingClock = () => {
	let milliseconds = 0;
	return () => {
		milliseconds += 5;
		return milliseconds;
	};
};

test('paths are relative to the index, or absolute on the same origin and nowhere else', async () => {
	const {port} = await serve((request, response) => response.end(request.url));
	const target = await openTarget(`localhost:${port}/app`);
	expect(textOf(await ask(target, ''))).toBe('/app/debug/pprof/');
	expect(textOf(await ask(target, 'block?seconds=1'))).toBe('/app/debug/pprof/block?seconds=1');
	expect(textOf(await ask(target, '/metrics'))).toBe('/metrics');
	expect(textOf(await ask(target, '//evil.example/x'))).toBe('//evil.example/x');
	expect(failureOf(await ask(target, 'no good\r\nX: y')).kind).toBe('unreachable');
});

test('one connection for many requests, one request at a time, in the order of asking', async () => {
	const story: string[] = [];
	const server = await serve((request, response) => {
		story.push(`${request.url} begins`);
		setImmediate(() => {
			story.push(`${request.url} ends`);
			response.end('x'.repeat(100_000));
		});
	});
	const target = await openTarget(`${server.port}`);
	const replies = await Promise.all(['/1', '/2', '/3'].map(path => ask(target, path)));
	for (let round = 0; round < 20; round++) {
		replies.push(await ask(target, '/again'));
	}
	expect(replies.every(reply => reply.ok)).toBe(true);
	expect(story.slice(0, 6)).toEqual(['/1 begins', '/1 ends', '/2 begins', '/2 ends', '/3 begins', '/3 ends']);
	expect(server.connections()).toBe(1);
});

test('small errors and redirects leave the connection as it is', async () => {
	const server = await serve((request, response) => {
		response.statusCode = request.url === '/there' ? 200 : request.url === '/here' ? 302 : 404;
		response.setHeader('Location', '/there');
		response.end('some text');
	});
	const target = await openTarget(`${server.port}`);
	for (const path of ['/missing', '/here', '/missing', '/there']) {
		await ask(target, path);
	}
	expect(server.connections()).toBe(1);
});

test('close cuts off what runs and what waits, and leaves no socket behind', async () => {
	let arrived = () => {};
	const hasArrived = new Promise<void>(resolve => {
		arrived = resolve;
	});
	const server = await serve(() => arrived());
	const target = await openTarget(`${server.port}`);
	const running = ask(target, 'profile?seconds=30');
	const waiting = ask(target, 'heap');
	await hasArrived;
	expect(server.openSockets()).toBe(1);
	await target.close();
	expect(failureOf(await running)).toEqual({
		kind: 'cancelled',
		sentence: `The request to localhost:${server.port} was cancelled.`,
	});
	expect(failureOf(await waiting).kind).toBe('cancelled');
	expect(failureOf(await ask(target, 'heap')).kind).toBe('cancelled');
	await server.whenDeserted();
	expect(server.openSockets()).toBe(0);
	await target.close();
});

test('close of an idle target closes its socket; of one never used does nothing', async () => {
	const server = await serve((_request, response) => response.end('x'));
	const target = await openTarget(`${server.port}`);
	await ask(target, 'heap');
	expect(server.openSockets()).toBe(1);
	await target.close();
	await server.whenDeserted();
	expect(server.openSockets()).toBe(0);
	await (await openTarget(`${server.port}`)).close();
	expect(server.connections()).toBe(1);
});

test("the caller's signal cancels, before and during the request, and the target stays usable", async () => {
	const server = await serve((request, response) => {
		if (request.url === '/quick') {
			response.end('x');
			return;
		}
		response.write('begun');
		caller.abort();
	});
	const caller = new AbortController();
	const target = await openTarget(`${server.port}`);
	expect(failureOf(await ask(target, '/slow', {signal: caller.signal})).kind).toBe('cancelled');
	expect(failureOf(await ask(target, '/quick', {signal: caller.signal})).kind).toBe('cancelled');
	expect(textOf(await ask(target, '/quick'))).toBe('x');
});

test('a unix socket, with a prefix', async () => {
	const path = join(temporaryFolder(), 'app.sock');
	const server = await serve(
		(request, response) => response.end(`${request.headers.host} ${request.url}`),
		path,
	);
	const environment = {HTTP_PROXY: 'http://127.0.0.1:1'};
	const target = await openTarget(`unix:${path}:/admin`, {}, {environment});
	expect(target.address).toBe(`unix:${path}:/admin`);
	expect(textOf(await ask(target, 'heap'))).toBe('localhost /admin/debug/pprof/heap');
	await target.close();
	await server.whenDeserted();
	expect(server.connections()).toBe(1);
});

describe('credentials', () => {
	const echo = () => serve((request, response) => response.end(request.headers.authorization));

	test('of the address, of --user, and headers of any name', async () => {
		const {port} = await echo();
		const fromAddress = await openTarget(`http://ops:p%20w@127.0.0.1:${port}`);
		expect(fromAddress.address).toBe(`localhost:${port}`);
		expect(textOf(await ask(fromAddress, ''))).toBe(`Basic ${btoa('ops:p w')}`);
		const fromFlag = await openTarget(`${port}`, {user: {from: 'text', text: 'ops:pw'}});
		expect(textOf(await ask(fromFlag, ''))).toBe(`Basic ${btoa('ops:pw')}`);
		const fromHeader = await openTarget(`${port}`, {headers: [{name: 'Authorization', value: 'Token abc'}]});
		expect(textOf(await ask(fromHeader, ''))).toBe('Token abc');
	});

	test('a rotated bearer token is read again after a 401, once per request', async () => {
		const bearerFile = join(temporaryFolder(), 'token');
		writeFileSync(bearerFile, 'first\n');
		let valid = 'first';
		const seen: string[] = [];
		const server = await serve((request, response) => {
			const {authorization = ''} = request.headers;
			seen.push(authorization);
			response.statusCode = authorization === `Bearer ${valid}` ? 200 : 401;
			response.end('body');
		});
		const target = await openTarget(`${server.port}`, {bearerFile});
		expect(textOf(await ask(target, ''))).toBe('body');
		valid = 'second';
		writeFileSync(bearerFile, 'second\n');
		expect(textOf(await ask(target, ''))).toBe('body');
		expect(textOf(await ask(target, ''))).toBe('body');
		valid = 'third';
		expect(failureOf(await ask(target, ''))).toEqual({
			kind: 'unauthorized',
			sentence: `localhost:${server.port} does not accept the credentials from --bearer-file ${bearerFile} (401).`,
		});
		expect(seen).toEqual(['Bearer first', 'Bearer first', 'Bearer second', 'Bearer second', 'Bearer second']);
		expect(server.connections()).toBe(1);
	});
});

describe('redirects', () => {
	const redirecting = (where: (path: string) => string | undefined) =>
		serve((request, response) => {
			const location = where(request.url ?? '');
			if (location === undefined) {
				response.end(`arrived at ${request.url}`);
			} else {
				response.writeHead(307, {location}).end('moved');
			}
		});

	test('are followed within the origin', async () => {
		const {port} = await redirecting(path =>
			path.endsWith('/debug/pprof/heap') ? `http://127.0.0.1:${port}/real?x=1` : undefined,
		);
		expect(textOf(await ask(await openTarget(`${port}`), 'heap'))).toBe('arrived at /real?x=1');
	});

	test('in a circle, and in a chain of more than five', async () => {
		const circle = await redirecting(path => (path === '/a' ? '/b' : '/a'));
		const chain = await redirecting(path => `${path}x`);
		const five = await redirecting(path => (path.length < 7 ? `${path}x` : undefined));
		expect(failureOf(await ask(await openTarget(`${circle.port}`), '/a'))).toEqual({
			kind: 'redirect-loop',
			sentence: `localhost:${circle.port} redirects in circles: a login in between? Give it credentials, or another address.`,
		});
		expect(failureOf(await ask(await openTarget(`${chain.port}`), '/a')).kind).toBe('redirect-loop');
		expect(textOf(await ask(await openTarget(`${five.port}`), '/a'))).toBe('arrived at /axxxxx');
	});

	test('to elsewhere are not followed, and no credentials arrive there', async () => {
		let visits = 0;
		const elsewhere = await serve((_request, response) => {
			visits++;
			response.end();
		});
		const server = await redirecting(() => `http://127.0.0.1:${elsewhere.port}/login?token=abc`);
		const target = await openTarget(`${server.port}`, {user: {from: 'text', text: 'ops:hunter2'}});
		expect(failureOf(await ask(target, 'heap'))).toEqual({
			kind: 'redirected-away',
			sentence: `localhost:${server.port} redirects to 127.0.0.1:${elsewhere.port}: if that is the one you mean, give it as the address.`,
		});
		expect(visits).toBe(0);
		expect(elsewhere.connections()).toBe(0);
	});

	test('to a login on another host, to https, and to nowhere', async () => {
		const sentence = async (location: string) => {
			const {port} = await redirecting(() => location);
			return failureOf(await ask(await openTarget(`${port}`), 'heap')).sentence.replace(`${port}`, 'PORT');
		};
		expect(await sentence('https://sso.example/login?next=x')).toBe(
			'localhost:PORT redirects to https://sso.example: goroutop does not follow it there; if it is a login, give credentials.',
		);
		expect(await sentence('https://127.0.0.1/')).toBe(
			'localhost:PORT redirects to https://127.0.0.1: if that is the one you mean, give it as the address.',
		);
		expect(await sentence('mailto:root')).toBe('localhost:PORT answered 307, a redirect to nowhere.');
	});
});

test('what is wrong with the connection is said when it is opened', async () => {
	const open = (target: string, overrides: Parameters<typeof connectionTo>[1], environment = {}) =>
		openHttpTarget(connectionTo(target, overrides), {environment});
	expect(await open('6060', {caFiles: ['/no/such']})).toEqual({
		ok: false,
		sentence: '--ca /no/such does not exist.',
	});
	expect(await open('6060', {bearerFile: '/no/such'})).toEqual({
		ok: false,
		sentence: '--bearer-file /no/such does not exist.',
	});
	expect(await open('6060', {headers: [{name: 'Connection', value: 'close'}]})).toMatchObject({ok: false});
	expect(await open('app:6060', {}, {HTTP_PROXY: 'ftp://x'})).toMatchObject({ok: false});
});
