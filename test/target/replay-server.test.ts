import {readFileSync} from 'node:fs';
import {gunzipSync} from 'node:zlib';
import {request} from 'undici';
import {afterEach, expect, test} from 'vitest';
import {decodeRecording, type Recording} from '../../source/target/recording.ts';
import {type ReplayOptions, type ReplayServer, startReplayServer} from '../../source/target/replay-server.ts';

const recorded = (path: string, offsetMilliseconds: number, contentType: string, text: string) => ({
	path,
	offsetMilliseconds,
	status: 200,
	contentType,
	body: new TextEncoder().encode(text),
});
const octets = 'application/octet-stream';
const recording: Recording = {
	program: 'checkout',
	goVersion: 'go1.27.3',
	durationMilliseconds: 10_000,
	replies: [
		recorded('', 0, 'text/html; charset=utf-8', '7 goroutines'),
		recorded('goroutine', 0, octets, 'seven'),
		recorded('mutex?debug=1', 0, 'text/plain; charset=utf-8', 'sampling period=5'),
		recorded('block?seconds=1', 1000, octets, 'probe'),
		recorded('goroutine', 4000, octets, 'eight'),
	],
};

const startedAt = Date.UTC(2026, 10, 21, 12, 0, 0);
const running: ReplayServer[] = [];
afterEach(() => Promise.all(running.splice(0).map(server => server.close())));

/** A server whose clock stands still until `travel` moves it. */
const serve = async (options: Partial<ReplayOptions> = {}) => {
	let now = startedAt;
	const server = await startReplayServer({recording, now: () => now, ...options});
	running.push(server);
	return {
		get: async (path: string, method: 'GET' | 'HEAD' | 'POST' = 'GET') => {
			const reply = await request(`http://${server.address}${path}`, {method});
			return {...reply, bytes: new Uint8Array(await reply.body.arrayBuffer())};
		},
		travel: (elapsedMilliseconds: number) => {
			now = startedAt + elapsedMilliseconds;
		},
		close: async () => {
			running.splice(running.indexOf(server), 1);
			await server.close();
		},
	};
};
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

test('profiles are gzip as Go sends it, text is plain', async () => {
	const {get} = await serve();
	const profile = await get('/debug/pprof/goroutine');
	expect(text(gunzipSync(profile.bytes))).toBe('seven');
	expect(profile.headers).toMatchObject({
		'content-type': octets,
		'content-disposition': 'attachment; filename="goroutine"',
		'x-content-type-options': 'nosniff',
		date: 'Sat, 21 Nov 2026 12:00:00 GMT',
	});
	expect(profile.headers['content-encoding']).toBeUndefined();
	const index = await get('/debug/pprof/');
	expect(text(index.bytes)).toBe('7 goroutines');
	expect(index.headers['content-type']).toBe('text/html; charset=utf-8');
	expect(text((await get('/debug/pprof/mutex?debug=1')).bytes)).toBe('sampling period=5');
});

test('a path gives what was true at the time, and starts over at the end', async () => {
	const {get, travel} = await serve();
	const now = async () => text(gunzipSync((await get('/debug/pprof/goroutine')).bytes));
	travel(3999);
	expect(await now()).toBe('seven');
	travel(4000);
	expect(await now()).toBe('eight');
	travel(10_000);
	expect(await now()).toBe('seven');
});

test('errors look like those of a Go server', async () => {
	const {get} = await serve();
	const unknown = await get('/debug/pprof/goroutineleak');
	expect([unknown.statusCode, text(unknown.bytes), unknown.headers['x-go-pprof']]).toEqual([
		404,
		'Unknown profile\n',
		'1',
	]);
	expect(unknown.headers['content-type']).toBe('text/plain; charset=utf-8');
	const elsewhere = await get('/metrics');
	expect([elsewhere.statusCode, elsewhere.headers['x-go-pprof']]).toEqual([404, undefined]);
	const bare = await get('/debug/pprof');
	expect([bare.statusCode, bare.headers['location']]).toEqual([301, '/debug/pprof/']);
});

test.each(['HEAD', 'POST'] as const)('%s is refused', async method => {
	const {get} = await serve();
	const reply = await get('/debug/pprof/', method);
	expect([reply.statusCode, reply.headers['allow']]).toEqual([405, 'GET']);
});

test('a delta takes its seconds, and others are answered meanwhile', async () => {
	const asked: number[] = [];
	let release = () => {};
	const pause = (milliseconds: number) =>
		new Promise<void>(resolve => {
			asked.push(milliseconds);
			release = resolve;
		});
	const {get} = await serve({pause});
	const probe = get('/debug/pprof/block?seconds=1');
	await expect.poll(() => asked).toEqual([1000]);
	expect((await get('/debug/pprof/')).statusCode).toBe(200);
	release();
	expect(text(gunzipSync((await probe).bytes))).toBe('probe');
});

test('closing does not wait for a delta', async () => {
	let began = () => {};
	const beginning = new Promise<void>(resolve => {
		began = resolve;
	});
	const pause = (_: number, signal: AbortSignal) =>
		new Promise<void>((_resolve, reject) => {
			signal.addEventListener('abort', () => reject(signal.reason));
			began();
		});
	const {get, close} = await serve({pause});
	const probe = get('/debug/pprof/block?seconds=1').then(
		() => 'answered',
		() => 'cut off',
	);
	await beginning;
	await close();
	expect(await probe).toBe('cut off');
});

test('a port that is taken is an error', async () => {
	const first = await startReplayServer({recording, now: () => startedAt});
	running.push(first);
	const port = Number(first.address.split(':')[1]);
	await expect(startReplayServer({recording, now: () => startedAt, port})).rejects.toThrow('EADDRINUSE');
});

test('the demo is a recording, and small', async () => {
	const file = readFileSync(new URL('../../fixtures/demo.recording', import.meta.url));
	expect(file.length).toBeLessThan(1_000_000);
	const decoded = decodeRecording(file);
	expect(decoded.ok && decoded.recording.durationMilliseconds).toBe(180_000);
	const paths = new Set(decoded.ok ? decoded.recording.replies.map(reply => reply.path) : []);
	expect([...paths].toSorted()).toEqual([
		'',
		'block',
		'block?seconds=1',
		'cmdline',
		'goroutine',
		'goroutine?debug=2',
		'goroutineleak',
		'heap',
		'heap?debug=1',
		'mutex',
		'mutex?debug=1',
	]);
});
