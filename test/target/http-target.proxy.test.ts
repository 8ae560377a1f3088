import {once} from 'node:events';
import {type IncomingMessage, request as sendRequest} from 'node:http';
import {connect} from 'node:net';
import type {Duplex} from 'node:stream';
import {expect, test} from 'vitest';
import {createAuthority} from './certificates.ts';
import {
	ask,
	failureOf,
	type Listening,
	openTarget,
	serve,
	serveRaw,
	serveTls,
	textOf,
} from './local-servers.ts';

const {authority, issue} = createAuthority();
const {cert, key} = issue('server', 'DNS:app.internal');
const caFiles = [authority.certificateFile];

/** A working proxy for a world in which every host is `behind`: forwards plain requests, tunnels CONNECT. */
const serveProxy = async (behind: Listening) => {
	const seen: string[] = [];
	const note = (request: IncomingMessage) => {
		const {host, authorization, 'proxy-authorization': own} = request.headers;
		seen.push(
			[request.method, request.url, host, authorization, own].filter(part => part !== undefined).join(' '),
		);
	};
	const proxy = await serve((request, response) => {
		note(request);
		const {pathname, search} = new URL(request.url ?? '');
		const onward = sendRequest(
			{port: behind.port, path: `${pathname}${search}`, headers: request.headers},
			answer => {
				response.writeHead(answer.statusCode ?? 0, answer.headers);
				answer.pipe(response);
			},
		);
		request.pipe(onward);
	});
	proxy.server.on('connect', (request: IncomingMessage, socket: Duplex) => {
		note(request);
		const tunnel = connect(behind.port, '127.0.0.1', () => {
			socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
			tunnel.pipe(socket).pipe(tunnel);
		});
		tunnel.on('error', () => socket.destroy());
		socket.on('error', () => tunnel.destroy());
		socket.on('close', () => tunnel.destroy());
	});
	return {...proxy, seen};
};

test('https goes through a tunnel: one for many requests, and the credentials stay inside it', async () => {
	const behind = await serveTls({cert, key}, (request, response) =>
		response.end(`${request.url} ${request.headers.authorization}`),
	);
	const proxy = await serveProxy(behind);
	const environment = {HTTPS_PROXY: `http://me:p%40ss@127.0.0.1:${proxy.port}`};
	const user = {from: 'text', text: 'ops:pw'} as const;
	const target = await openTarget('https://app.internal:8443', {caFiles, user}, {environment});
	for (let round = 0; round < 3; round++) {
		expect(textOf(await ask(target, 'heap'))).toBe(`/debug/pprof/heap Basic ${btoa('ops:pw')}`);
	}
	expect(proxy.seen).toEqual([`CONNECT app.internal:8443 app.internal:8443 Basic ${btoa('me:p@ss')}`]);
	expect(behind.connections()).toBe(1);
	await target.close();
	await Promise.all([proxy.whenDeserted(), behind.whenDeserted()]);
	expect(proxy.openSockets() + behind.openSockets()).toBe(0);
});

test('http is forwarded, over one connection', async () => {
	const behind = await serve((request, response) => response.end(`${request.headers.host}${request.url}`));
	const proxy = await serveProxy(behind);
	const target = await openTarget(
		'app.internal:6060',
		{},
		{environment: {http_proxy: `127.0.0.1:${proxy.port}`}},
	);
	for (let round = 0; round < 3; round++) {
		expect(textOf(await ask(target, 'heap?debug=1'))).toBe('app.internal:6060/debug/pprof/heap?debug=1');
	}
	expect(proxy.seen[0]).toBe('GET http://app.internal:6060/debug/pprof/heap?debug=1 app.internal:6060');
	expect(proxy.connections()).toBe(1);
	await target.close();
	await proxy.whenDeserted();
});

test('this machine and what NO_PROXY names are asked directly', async () => {
	const behind = await serve((_request, response) => response.end('direct'));
	const proxy = await serveProxy(behind);
	const environment = {HTTP_PROXY: `http://127.0.0.1:${proxy.port}`, NO_PROXY: '.internal'};
	expect(textOf(await ask(await openTarget(`${behind.port}`, {}, {environment}), ''))).toBe('direct');
	const exempt = await openTarget('nope.invalid.internal:6060', {}, {environment});
	expect(failureOf(await ask(exempt, '')).kind).toBe('dns');
	expect(proxy.connections()).toBe(0);
});

test('what goes wrong with the proxy is said of the proxy, without its password', async () => {
	const refusing = await serve((_request, response) =>
		response.writeHead(407).end('who are you?'.repeat(100)),
	);
	refusing.server.on('connect', (_request, socket: Duplex) =>
		socket.end('HTTP/1.1 407 Who\r\nContent-Length: 0\r\n\r\n'),
	);
	const forbidding = await serve(() => {});
	forbidding.server.on('connect', (_request, socket: Duplex) =>
		socket.end('HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n'),
	);
	const dropping = await serveRaw(socket => socket.once('data', () => socket.destroy()));
	const silent = await serveRaw(socket => socket.resume());
	const gone = await serveRaw(() => {});
	const failure = async (target: string, {port}: {port: number}) => {
		const uri = `http://me:hunter2@127.0.0.1:${port}`;
		const environment = {HTTP_PROXY: uri, HTTPS_PROXY: uri};
		const opened = await openTarget(target, {connectTimeoutMilliseconds: 200}, {environment});
		const {kind, sentence} = failureOf(await ask(opened, 'heap'));
		await opened.close();
		return `${kind}: ${sentence.replaceAll(`${port}`, 'PORT')}`;
	};
	const wants = (variable: string) =>
		`proxy: The proxy 127.0.0.1:PORT wants a password (407): put it into ${variable} (http://user:password@host:port), or NO_PROXY=app goes around it.`;
	expect(await failure('app:6060', refusing)).toBe(wants('HTTP_PROXY'));
	expect(await failure('https://app', refusing)).toBe(wants('HTTPS_PROXY'));
	expect(await failure('https://app', forbidding)).toBe(
		'proxy: The proxy 127.0.0.1:PORT (HTTPS_PROXY) would not connect to app (403); NO_PROXY=app goes around it.',
	);
	expect(await failure('https://app', dropping)).toBe(
		'proxy: The proxy 127.0.0.1:PORT (HTTPS_PROXY) closed the connection; NO_PROXY=app goes around it.',
	);
	expect(await failure('https://app', silent)).toBe(
		'proxy: The proxy 127.0.0.1:PORT (HTTPS_PROXY) does not answer; NO_PROXY=app goes around it.',
	);
	await silent.whenDeserted();
	const closed = await serve(() => {});
	closed.server.close();
	await once(closed.server, 'close');
	expect(gone.connections()).toBe(0);
	expect(await failure('app:6060', closed)).toBe(
		'proxy: The proxy 127.0.0.1:PORT (HTTP_PROXY) refuses connections; NO_PROXY=app goes around it.',
	);
});
