import {once} from 'node:events';
import type {RequestListener} from 'node:http';
import {type AddressInfo, createServer, type Socket} from 'node:net';
import {gzipSync} from 'node:zlib';
import {describe, expect, test} from 'vitest';
import type {TargetRequest} from '../../source/target/target.ts';
import {ask, failureOf, type Overrides, openTarget, serve, serveRaw, textOf} from './local-servers.ts';

const now = Date.UTC(2026, 10, 20, 12, 0, 0);

/** The failure of one request to a server; its port reads `PORT` in the sentence. */
const failureFrom = async (
	listener: RequestListener,
	path = 'heap',
	request: Partial<TargetRequest> = {},
	overrides: Overrides = {},
) => {
	const {port} = await serve(listener);
	const target = await openTarget(`${port}`, overrides, {now: () => now});
	const {sentence, ...rest} = failureOf(await ask(target, path, request));
	return {...rest, sentence: sentence.replaceAll(`${port}`, 'PORT')};
};

const status =
	(code: number, body = '', headers: Record<string, string> = {}): RequestListener =>
	(_request, response) =>
		response.writeHead(code, headers).end(body);

const rawFailure = async (onRequest: (socket: Socket) => void, request: Partial<TargetRequest> = {}) => {
	const {port} = await serveRaw(socket => socket.once('data', () => onRequest(socket)));
	const {kind, sentence} = failureOf(await ask(await openTarget(`${port}`), 'heap', request));
	return `${kind}: ${sentence.replaceAll(`${port}`, 'PORT')}`;
};

describe('before any answer', () => {
	test('nobody listens', async () => {
		const server = createServer().listen(0, '127.0.0.1');
		await once(server, 'listening');
		const {port} = server.address() as AddressInfo;
		server.close();
		await once(server, 'close');
		for (const host of ['', 'localhost:']) {
			expect(failureOf(await ask(await openTarget(`${host}${port}`), ''))).toEqual({
				kind: 'refused',
				sentence: `Nothing listens at localhost:${port}: is the process up, and is this its pprof port?`,
			});
		}
	});

	test('no socket at the path, or not a socket', async () => {
		expect(failureOf(await ask(await openTarget('unix:/no/such.sock'), ''))).toEqual({
			kind: 'refused',
			sentence:
				'There is no socket unix:/no/such.sock: is the process up, and is this the path it listens on?',
		});
		expect(failureOf(await ask(await openTarget(`unix:${import.meta.filename}`), '')).kind).toBe('refused');
	});

	test('a host name that does not exist', async () => {
		// The .invalid domain never does (RFC 6761); without a network the answer is "not now".
		const {kind, sentence} = failureOf(await ask(await openTarget('nope.invalid:6060'), ''));
		expect(kind).toBe('dns');
		expect(sentence).toMatch(/^The host name nope\.invalid (is not known here|cannot be looked up now)/);
	});

	test('the connection is dropped, by FIN or by RST', async () => {
		const expected =
			'reset: localhost:PORT closed the connection without an answer: did it crash or restart, or does it speak TLS (https://)?';
		expect(await rawFailure(socket => socket.destroy())).toBe(expected);
		expect(await rawFailure(socket => socket.resetAndDestroy())).toBe(expected);
	});

	test('a kept-alive connection that the target drops under the request is made anew, once', async () => {
		let requests = 0;
		const server = await serveRaw(socket => {
			let onThisSocket = 0;
			socket.on('data', () => {
				requests++;
				onThisSocket++;
				if (onThisSocket > 1 || requests > 3) {
					socket.destroy();
				} else {
					socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n${requests}`);
				}
			});
		});
		const target = await openTarget(`${server.port}`);
		expect(textOf(await ask(target, 'heap'))).toBe('1');
		expect(textOf(await ask(target, 'heap'))).toBe('3');
		expect(failureOf(await ask(target, 'heap')).kind).toBe('reset');
		expect(requests).toBe(5);
		expect(server.connections()).toBe(3);
	});

	test('something else than HTTP', async () => {
		expect(await rawFailure(socket => socket.end('-ERR unknown command\r\n'))).toBe(
			'not-pprof: localhost:PORT answers, but not in HTTP: is this the port of something else?',
		);
		const headers = `HTTP/1.1 200 OK\r\nX-Filler: ${'x'.repeat(100_000)}\r\n\r\n`;
		expect(await rawFailure(socket => socket.end(headers))).toBe(
			'not-pprof: localhost:PORT answered with more headers than any Go pprof server sends.',
		);
	});

	test('no answer in time', async () => {
		expect(await failureFrom(() => {}, 'heap', {timeoutMilliseconds: 100})).toEqual({
			kind: 'timed-out',
			sentence:
				'localhost:PORT sent no answer within 100 ms: it is overloaded or stuck; --timeout allows longer.',
		});
	});

	test('a turn that comes late has its whole timeout still', async () => {
		const {port} = await serve((request, response) => {
			if (request.url === '/quick') {
				response.end('quick');
			}
		});
		const target = await openTarget(`${port}`);
		const [slow, quick] = await Promise.all([
			ask(target, '/stuck', {timeoutMilliseconds: 200}),
			ask(target, '/quick', {timeoutMilliseconds: 190}),
		]);
		expect(failureOf(slow).kind).toBe('timed-out');
		expect(textOf(quick)).toBe('quick');
	});
});

describe('by status', () => {
	test('401 says which flag gives what is asked for', async () => {
		const basic = await failureFrom(status(401, '', {'WWW-Authenticate': 'Basic realm="x"'}));
		expect(basic).toEqual({
			kind: 'unauthorized',
			sentence: 'localhost:PORT wants to know who asks (401): give --user name:password.',
		});
		expect((await failureFrom(status(401, '', {'WWW-Authenticate': 'Bearer'}))).sentence).toContain(
			'give --bearer-file FILE.',
		);
		expect((await failureFrom(status(401))).sentence).toContain(
			'give --user name:password or --bearer-file FILE.',
		);
		const user = {from: 'text', text: 'ops:hunter2'} as const;
		expect((await failureFrom(status(401, 'hunter2'), '', {}, {user})).sentence).toBe(
			'localhost:PORT does not accept the credentials from --user (401).',
		);
	});

	test('403, with what the target says but for the credentials it repeats', async () => {
		expect(await failureFrom(status(403))).toEqual({
			kind: 'forbidden',
			sentence:
				'localhost:PORT forbids this (403): give --user, --bearer-file or --header, or ask from an allowed host.',
		});
		const headers = [{name: 'Cookie', value: 'session=topsecret; theme=dark'}];
		// A proxy that shortens what it repeats tells the beginning of it.
		expect((await failureFrom(status(403, 'no topsec…'), '', {}, {headers})).sentence).not.toContain('top');
		expect((await failureFrom(status(403, 'no topsecret'), '', {}, {headers})).sentence).toContain(
			'("no …")',
		);
		const said = (text: string) => `ops:hunter2 (${btoa('ops:hunter2')}, ${text}) may not`;
		const overrides: Overrides = {
			user: {from: 'text', text: 'ops:hunter2'},
			headers: [{name: 'Cookie', value: 'session=topsecret'}],
		};
		expect((await failureFrom(status(403, said('session=topsecret')), '', {}, overrides)).sentence).toBe(
			'localhost:PORT forbids this to the credentials from --user (403) ("ops:… (…, …) may not").',
		);
	});

	test('404 of the pprof handler and 404 of anything else', async () => {
		expect(
			await failureFrom(status(404, 'Unknown profile\n', {'X-Go-Pprof': '1'}), 'goroutineleak?debug=1'),
		).toEqual({
			kind: 'no-such-profile',
			sentence: 'This process has no profile named goroutineleak; its Go version may be too old for it.',
		});
		expect(await failureFrom(status(404, '404 page not found'), '')).toEqual({
			kind: 'not-found',
			sentence:
				'No pprof at /debug/pprof/ of localhost:PORT (404): add import _ "net/http/pprof" to the program, or its prefix to the address.',
		});
		expect(await failureFrom(status(404), '/metrics?token=abc')).toEqual({
			kind: 'not-found',
			sentence: 'localhost:PORT has nothing at /metrics (404).',
		});
	});

	test('a profile or trace that is already being taken', async () => {
		for (const text of [
			'Could not enable CPU profiling: cpu profiling already in use',
			'Could not enable tracing: tracing is already enabled',
		]) {
			expect(await failureFrom(status(500, text, {'X-Go-Pprof': '1'}), 'profile?seconds=1')).toEqual({
				kind: 'busy',
				sentence:
					'Another CPU profile or trace is being taken from this process, and it allows one at a time: try again later.',
			});
		}
	});

	test('429 and 503 with Retry-After', async () => {
		expect(await failureFrom(status(429, 'slow down', {'Retry-After': '30'}))).toEqual({
			kind: 'busy',
			sentence: 'localhost:PORT answered 429 and asks for 30 s of patience: slow down.',
			retryAtUnixMilliseconds: now + 30_000,
		});
		const date = {Date: 'Fri, 20 Nov 2026 09:00:00 GMT', 'Retry-After': 'Fri, 20 Nov 2026 09:01:00 GMT'};
		expect((await failureFrom(status(503, '', {'Retry-After': '3600'}))).sentence).toBe(
			'localhost:PORT answered 503 and asks for 10 min of patience or more.',
		);
		expect(await failureFrom(status(503, '', date))).toMatchObject({
			kind: 'busy',
			retryAtUnixMilliseconds: now + 60_000,
		});
		expect(await failureFrom(status(503, 'no healthy upstream'))).toEqual({
			kind: 'server-error',
			sentence: 'localhost:PORT answered 503: no healthy upstream.',
		});
	});

	test('anything else with the first line of what it says, made harmless', async () => {
		expect(
			await failureFrom(
				status(400, "profile duration exceeds server's WriteTimeout\nmore"),
				'profile?seconds=60',
			),
		).toEqual({
			kind: 'server-error',
			sentence: "localhost:PORT answered 400: profile duration exceeds server's WriteTimeout.",
		});
		const hostile = `\u001b]0;owned\u0007\u202e${'x'.repeat(200)}`;
		expect((await failureFrom(status(500, hostile))).sentence).toBe(
			`localhost:PORT answered 500: ]0;owned ${'x'.repeat(70)}…`,
		);
		const page = '<html><head><title>502 Bad Gateway</title></head></html>';
		expect((await failureFrom(status(502, page, {'Content-Type': 'text/html'}))).sentence).toBe(
			'localhost:PORT answered 502: 502 Bad Gateway. A proxy in front of the process gets no answer from it.',
		);
		expect((await failureFrom(status(500, '<p>no title'))).sentence).toBe('localhost:PORT answered 500.');
		expect((await failureFrom(status(204))).sentence).toBe(
			'localhost:PORT answered 204 where a pprof server answers 200: is something else at this address?',
		);
		expect((await failureFrom(status(302))).sentence).toBe(
			'localhost:PORT answered 302, a redirect to nowhere.',
		);
	});

	test('an error whose body never ends, or breaks off, is still told by its status', async () => {
		const endless = await failureFrom((_request, response) => {
			response.writeHead(500);
			response.write(`first line\n${'x'.repeat(10_000)}`);
		});
		expect(endless.sentence).toBe('localhost:PORT answered 500: first line.');
		const broken = await failureFrom((_request, response) => {
			response.writeHead(500);
			response.write('first line', () => response.destroy());
		});
		expect(broken.sentence).toBe('localhost:PORT answered 500: first line.');
	});

	test('a web page: normal as the index, no profile anywhere else', async () => {
		const page = status(200, '<html>', {'Content-Type': 'text/html; charset=utf-8'});
		expect(await failureFrom(page, 'goroutine?debug=0')).toEqual({
			kind: 'not-pprof',
			sentence:
				'The reply to goroutine from localhost:PORT is a web page (text/html): a login page in between, or no Go pprof server?',
		});
		const target = await openTarget(`${(await serve(page)).port}`);
		expect(textOf(await ask(target, ''))).toBe('<html>');
		expect(textOf(await ask(target, '/debug/pprof/?debug=1'))).toBe('<html>');
		expect(failureOf(await ask(target, '/debug/vars')).kind).toBe('not-pprof');
	});
});

describe('while reading the body', () => {
	const endless: RequestListener = (_request, response) => {
		const write = () => {
			while (!response.destroyed && response.write('x'.repeat(50_000))) {}
			response.once('drain', write);
		};
		write();
	};

	test('10 MB of zeros in gzip, with a cap of 1 MB', async () => {
		const bomb = gzipSync(Buffer.alloc(10_000_000));
		expect(await failureFrom((_request, response) => response.end(bomb))).toEqual({
			kind: 'too-large',
			sentence:
				'The reply to heap from localhost:PORT is larger than 977 KiB when inflated; goroutop reads no more than that.',
		});
	});

	test('an endless body, and one that announces too much', async () => {
		const sentence =
			'The reply to heap from localhost:PORT is larger than 977 KiB; goroutop reads no more than that.';
		expect(await failureFrom(endless)).toEqual({kind: 'too-large', sentence});
		const announced = await failureFrom((_request, response) => {
			response.writeHead(200, {'Content-Length': '5000000'}).flushHeaders();
		});
		expect(announced).toEqual({kind: 'too-large', sentence});
	});

	test('the target serves the next request after each of these', async () => {
		const server = await serve((request, response) => {
			if (request.url === '/ok') {
				response.end('ok');
			} else {
				endless(request, response);
			}
		});
		const target = await openTarget(`${server.port}`);
		for (let round = 0; round < 5; round++) {
			expect(failureOf(await ask(target, '/endless')).kind).toBe('too-large');
			expect(textOf(await ask(target, '/ok'))).toBe('ok');
		}
		expect(server.openSockets()).toBe(1);
	});

	test('a slow drip', async () => {
		const drip =
			(first: Uint8Array | string): RequestListener =>
			(_request, response) => {
				response.write(first);
				const timer = setInterval(() => response.write('.'), 20);
				response.on('close', () => clearInterval(timer));
			};
		const sentence = 'localhost:PORT began to answer but was not done after 150 ms; --timeout allows longer.';
		const expected = {kind: 'timed-out', sentence};
		expect(await failureFrom(drip('begun'), 'heap', {timeoutMilliseconds: 150})).toEqual(expected);
		const gzip = gzipSync('x'.repeat(1000)).subarray(0, 12);
		expect(await failureFrom(drip(gzip), 'heap', {timeoutMilliseconds: 150})).toMatchObject({
			kind: 'timed-out',
		});
	});

	test('half a body, by length, by chunks, or by gzip', async () => {
		const half =
			(headers: Record<string, string>): RequestListener =>
			(_request, response) => {
				response.writeHead(200, headers);
				response.write('12345', () => response.destroy());
			};
		const broken = {
			kind: 'truncated',
			sentence:
				'The reply to heap from localhost:PORT broke off after 5 B: a restart, or a WriteTimeout of the server that is too short.',
		};
		expect(await failureFrom(half({'Content-Length': '10'}))).toEqual(broken);
		expect(await failureFrom(half({}))).toEqual(broken);
		const packed = gzipSync('profile');
		expect(await failureFrom((_request, response) => response.end(packed.subarray(0, 20)))).toMatchObject({
			kind: 'truncated',
		});
	});

	test('a wrong Content-Length: too short a body is truncated, too long a one is cut at its length', async () => {
		const reply = (length: number, body: string) =>
			`HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n\r\n${body}`;
		expect(await rawFailure(socket => socket.end(reply(10, '12345')))).toMatch(/^truncated: /);
		const server = await serveRaw(socket => socket.on('data', () => socket.write(reply(5, '12345678'))));
		const target = await openTarget(`${server.port}`);
		expect(textOf(await ask(target, 'heap'))).toBe('12345');
		expect(textOf(await ask(target, 'heap'))).toBe('12345');
		expect(server.connections()).toBe(2);
	});

	test('a broken chunk', async () => {
		const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
		expect(await rawFailure(socket => socket.end(`${head}5\r\n12345\r\nzz\r\n`))).toMatch(/^truncated: /);
	});

	test('bytes that begin as gzip and are none, or come in an encoding nobody asked for', async () => {
		const wrong = Buffer.from([0x1f, 0x8b, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9]);
		expect(await failureFrom((_request, response) => response.end(wrong))).toEqual({
			kind: 'not-gzip',
			sentence:
				'The reply to heap from localhost:PORT is damaged: its gzip data cannot be inflated. Is a proxy changing it on the way?',
		});
		expect(await failureFrom(status(200, 'x', {'Content-Encoding': 'br'}), '')).toEqual({
			kind: 'not-gzip',
			sentence:
				'The index of localhost:PORT is compressed as "br", which was not asked for: a proxy does that on the way.',
		});
	});

	test('gzip put around it by a proxy is no damage', async () => {
		const {port} = await serve((_request, response) => {
			response.setHeader('Content-Encoding', 'gzip');
			response.end(gzipSync(gzipSync('profile')));
		});
		expect(textOf(await ask(await openTarget(`${port}`), 'heap'))).toBe('profile');
	});
});
