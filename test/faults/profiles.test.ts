import {gzipSync} from 'node:zlib';
import {describe, expect, test} from 'vitest';
import {type Exchange, readCaptures} from './fault-target.ts';
import {beginLife, instead, type Trouble} from './life.ts';

const life = beginLife();

const isGoroutine = (path: string) => path === '/debug/pprof/goroutine';
const html = 'text/html; charset=utf-8';
const binary = 'application/octet-stream';
const heap = readCaptures('go1.26').get('/debug/pprof/heap')?.body ?? new Uint8Array();
const reply = 'The reply to goroutine from HOST:PORT';
const sent = 'not-a-profile: What HOST:PORT sent as its goroutine profile is';
const half = ({good}: Exchange) => good.body.subarray(0, good.body.length / 2);

/** Each with what is said of the goroutine profile while the heartbeat goes on. */
const ofGoroutines: Readonly<Record<string, readonly [Trouble['onRequest'], string]>> = {
	'a reset': [
		({socket}) => socket.resetAndDestroy(),
		'reset: HOST:PORT closed the connection without an answer: did it crash or restart, or did what is in between (a proxy, a tunnel)?',
	],
	'an error': [
		instead('text/plain', 'out of memory\n', 500),
		'server-error: HOST:PORT answered 500: out of memory.',
	],
	'a ban': [
		instead('text/plain', 'not here\n', 403),
		'forbidden: HOST:PORT forbids this (403) ("not here"): give --user, --bearer-file or --header, or ask from an allowed host.',
	],
	'a login page': [
		instead(html, '<title>Sign in</title>'),
		`not-pprof: ${reply} is a web page (text/html): a login page in between, or no Go pprof server?`,
	],
	JSON: [instead('application/json', '{"error":"no"}'), `${sent} JSON that begins with “{"error":"no"}”.`],
	nothing: [instead(binary, ''), `${sent} empty.`],
	'nothing in gzip': [instead(binary, gzipSync('')), `${sent} empty.`],
	'half of it, as if it were all': [
		all => all.answer({body: half(all)}),
		`truncated: ${reply} broke off after 3.9 KiB: a restart, or a WriteTimeout of the server that is too short.`,
	],
	'a length shorter than it': [
		({socket, good}) => {
			socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${good.body.length - 100}\r\n\r\n`);
			socket.write(good.body);
		},
		`truncated: ${reply} broke off after 7.6 KiB: a restart, or a WriteTimeout of the server that is too short.`,
	],
	'another profile': [
		instead(binary, heap),
		`${sent} a profile of something else (alloc_objects/count, alloc_space/bytes, inuse_objects/count, inuse_space/bytes).`,
	],
	'damaged gzip': [
		all => all.answer({body: Buffer.from(all.good.body).fill(0xff, 10, 60)}),
		`not-gzip: ${reply} is damaged: its gzip data cannot be inflated. Is a proxy changing it on the way?`,
	],
};

/** Left alone for half a minute at most. */
const recoversWithinSeconds = 31;

describe('the goroutine profile alone fails', () => {
	test.each(Object.entries(ofGoroutines))('%s', async (_name, [onRequest, said]) => {
		await life.suffer({
			...(onRequest === undefined ? {} : {onRequest}),
			concerns: isGoroutine,
			said: undefined,
			saidOf: {goroutine: said},
			recoversWithinSeconds,
		});
	});
});

test('all profiles fail: each is told by its name, and numbers stay', async () => {
	await life.suffer({
		onRequest: instead('text/plain', 'no', 500),
		concerns: path => path !== '/debug/pprof/',
		said: undefined,
		saidOf: Object.fromEntries(
			['goroutine', 'block', 'mutex', 'heap', 'heap-profile'].map(name => [
				name,
				'server-error: HOST:PORT answered 500: no.',
			]),
		),
		lastsSeconds: 70,
		// The heap profile proper is read each minute.
		recoversWithinSeconds: 61,
	});
});

test('a profile that keeps us waiting in vain is left alone for longer each time, and all else goes on', async () => {
	const asked = life.server().asked.length;
	await life.suffer({
		onRequest: () => {},
		concerns: path => path === '/debug/pprof/mutex',
		stalls: true,
		said: undefined,
		saidOf: {
			mutex:
				'timed-out: HOST:PORT sent no answer within 100 ms: it is overloaded or stuck; --timeout allows longer.',
		},
		lastsSeconds: 100,
		recoversWithinSeconds: 130,
	});
	const paths = life.server().asked.slice(asked);
	expect(paths.filter(path => path === '/debug/pprof/goroutine').length).toBeGreaterThan(45);
});

const stalled =
	'timed-out: HOST:PORT sent no answer within 333 ms: it is overloaded or stuck; --timeout allows longer.';
const stalledSooner = stalled.replace('333', '100');

test('all profiles stall for half a minute, the heartbeat does not: they are back about a minute later', async () => {
	await life.suffer({
		onRequest: () => {},
		concerns: path => path !== '/debug/pprof/',
		stalls: true,
		said: undefined,
		saidOf: expect.objectContaining({goroutine: stalled, block: stalledSooner, mutex: stalledSooner}),
		lastsSeconds: 35,
		recoversWithinSeconds: 75,
	});
});
