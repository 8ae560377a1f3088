import {gzipSync} from 'node:zlib';
import {expect, test} from 'vitest';
import {openTarget} from '../target/local-servers.ts';
import {type Exchange, type Fault, startFaultTarget} from './fault-target.ts';
import {virtualClock} from './virtual-clock.ts';
import {watch} from './watched.ts';

const head = (e: Exchange, extra = '') =>
	`HTTP/1.1 200 OK\r\nContent-Type: ${e.good.contentType}\r\n${extra}`;
const len = (e: Exchange, by = 0) => `Content-Length: ${e.good.body.length + by}\r\n\r\n`;
const half = (e: Exchange) => e.good.body.subarray(0, e.good.body.length / 2);
const faults: Record<string, Fault> = {
	'reset on accept': {onConnection: s => s.resetAndDestroy()},
	'close on accept': {onConnection: s => s.destroy()},
	'silence on accept': {onConnection: s => s.resume()},
	'reset after request': {onRequest: ({socket}) => socket.resetAndDestroy()},
	'close after request': {onRequest: ({socket}) => socket.destroy()},
	'reset after headers': {onRequest: e => e.socket.write(head(e) + len(e), () => e.socket.resetAndDestroy())},
	'reset mid headers': {onRequest: e => e.socket.write(head(e), () => e.socket.resetAndDestroy())},
	'reset mid body': {
		onRequest: e => {
			e.socket.write(head(e) + len(e));
			e.socket.write(half(e), () => e.socket.resetAndDestroy());
		},
	},
	'close mid body': {
		onRequest: e => {
			e.socket.write(head(e) + len(e));
			e.socket.write(half(e), () => e.socket.destroy());
		},
	},
	'stall before': {onRequest: () => {}},
	'stall after headers': {onRequest: e => e.socket.write(head(e) + len(e))},
	'stall mid body': {
		onRequest: e => {
			e.socket.write(head(e) + len(e));
			e.socket.write(half(e));
		},
	},
	'half a body, right length': {onRequest: e => e.answerWell({body: half(e)})},
	'longer length, close': {
		onRequest: e => {
			e.socket.end(head(e) + len(e, 100));
		},
	},
	'shorter length': {
		onRequest: e => {
			e.socket.write(Buffer.concat([Buffer.from(head(e) + len(e, -100)), e.good.body]));
		},
	},
	html: {
		onRequest: e => e.answerWell({contentType: 'text/html', body: Buffer.from('<html><title>Login</title>')}),
	},
	json: {
		onRequest: e => e.answerWell({contentType: 'application/json', body: Buffer.from('{"error":"no"}')}),
	},
	'http 1.0': {
		onRequest: e => {
			e.socket.write(`HTTP/1.0 200 OK\r\nContent-Type: ${e.good.contentType}\r\n\r\n`);
			e.socket.end(e.good.body);
		},
	},
	'http 1.0 half': {
		onRequest: e => {
			e.socket.write(`HTTP/1.0 200 OK\r\nContent-Type: ${e.good.contentType}\r\n\r\n`);
			e.socket.end(half(e));
		},
	},
	'502': {
		onRequest: e =>
			e.answerWell({
				status: 502,
				contentType: 'text/html',
				body: Buffer.from('<html><head><title>502 Bad Gateway</title></head></html>'),
			}),
	},
	'503 envoy': {
		onRequest: e =>
			e.answerWell({
				status: 503,
				contentType: 'text/plain',
				body: Buffer.from(
					'upstream connect error or disconnect/reset before headers. reset reason: connection failure',
				),
			}),
	},
	'429': {
		onRequest: e => e.socket.write('HTTP/1.1 429 Too Many\r\nRetry-After: 30\r\nContent-Length: 0\r\n\r\n'),
	},
	'503 day': {
		onRequest: e =>
			e.socket.write('HTTP/1.1 503 Too Many\r\nRetry-After: 86400\r\nContent-Length: 0\r\n\r\n'),
	},
	empty: {onRequest: e => e.answerWell({body: Buffer.alloc(0)})},
	'100 flood': {onRequest: e => e.pour('HTTP/1.1 100 Continue\r\n\r\n'.repeat(1000))},
	'103 then good': {
		onRequest: e => {
			e.socket.write('HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n');
			e.answerWell();
		},
	},
	'103 flood': {
		onRequest: e => e.pour('HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n'.repeat(1000)),
	},
	'101': {
		onRequest: e =>
			e.socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
	},
	'endless headers': {
		onRequest: e => {
			e.socket.write('HTTP/1.1 200 OK\r\n');
			e.pour('X-A: aaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n'.repeat(100));
		},
	},
	'junk after body': {
		onRequest: e => {
			e.answerWell();
			e.socket.write('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nowned');
		},
	},
	'junk garbage after body': {
		onRequest: e => {
			e.answerWell();
			e.socket.write('\x1b]0;owned\x07');
		},
	},
	'br lie': {
		onRequest: e =>
			e.socket.write(Buffer.concat([Buffer.from(head(e, 'Content-Encoding: br\r\n') + len(e)), e.good.body])),
	},
	'gzip lie': {
		onRequest: e =>
			e.socket.write(
				Buffer.concat([Buffer.from(head(e, 'Content-Encoding: gzip\r\n') + len(e)), e.good.body]),
			),
	},
	'endless chunk ext': {
		onRequest: e => {
			e.socket.write(head(e, 'Transfer-Encoding: chunked\r\n\r\n') + '5;a=');
			e.pour('x'.repeat(10000));
		},
	},
	'endless chunks of 1': {
		onRequest: e => {
			e.socket.write(head(e, 'Transfer-Encoding: chunked\r\n\r\n'));
			e.pour('1\r\nx\r\n'.repeat(1000));
		},
	},
	'endless trailers': {
		onRequest: e => {
			e.socket.write(head(e, 'Transfer-Encoding: chunked\r\n\r\n') + '5\r\n12345\r\n0\r\n');
			e.pour('X-T: aaaaa\r\n'.repeat(1000));
		},
	},
	'endless body': {
		onRequest: e => {
			e.socket.write(head(e) + '\r\n');
			e.pour('x'.repeat(60000));
		},
	},
	'gzip bomb': {onRequest: e => e.answerWell({body: gzipSync(Buffer.alloc(80_000_000))})},
	redirect: {
		onRequest: e =>
			e.socket.write(
				'HTTP/1.1 302 Found\r\nLocation: http://evil.example/\x1b]0;x\r\nContent-Length: 0\r\n\r\n',
			),
	},
	'escape in status': {
		onRequest: e => e.answerWell({status: 500, body: Buffer.from('\x1b[31mred\x1b]0;t\x07')}),
	},
	'both lengths': {
		onRequest: e =>
			e.socket.write(
				Buffer.concat([Buffer.from(head(e, 'Transfer-Encoding: chunked\r\n') + len(e)), e.good.body]),
			),
	},
	'204': {onRequest: e => e.socket.write('HTTP/1.1 204 No Content\r\n\r\n')},
	'206': {onRequest: e => e.answerWell({status: 206, body: half(e)})},
	'999': {onRequest: e => e.answerWell({status: 999})},
};

const wheres: [string, (path: string) => boolean][] = [
	['all', () => true],
	['profiles', path => path !== '/debug/pprof/'],
];
test.each(Object.entries(faults).flatMap(([n, f]) => wheres.map(([w, c]) => [n, w, f, c] as const)))(
	'%s (%s)',
	{timeout: 60000},
	async (name, w, fault, concerns) => {
		const server = await startFaultTarget();
		const target = await openTarget(`${server.port}`);
		const clock = virtualClock();
		const watched = watch(target, clock);
		await clock.pass(20_000);
		expect(watched.isLive()).toBe(true);
		const sitesBefore = watched.session().history.sites.size;
		watched.hurry(true);
		server.suffer(fault, concerns);
		if (fault.onConnection) server.dropConnections();
		const a = server.asked.length;
		const t0 = performance.now();
		await clock.pass(30_000);
		const t = performance.now() - t0;
		const s = watched.session();
		const out = [
			`=== ${name} / ${w}: ${Math.round(t)} ms real, ${server.asked.length - a} asked, sites ${sitesBefore} -> ${s.history.sites.size}, marks ${JSON.stringify(s.history.marks.map(m => m.text))}`,
			`   kind ${s.history.watch.failure?.failure.kind} ${watched.failureLine()?.replaceAll(String(server.port), 'PORT')}`,
		];
		for (const [k, v] of s.profileFailures)
			out.push(`   ${k}: ${v.kind}: ${v.sentence.replaceAll(String(server.port), 'PORT')}`);
		out.push(
			`   W ${s.warnings.firing.map(x => x.detector + ': ' + x.headline).join(' | ')} skipped ${s.history.watch.skipped}`,
		);
		server.heal();
		server.dropConnections();
		watched.hurry(false);
		const from = clock.now();
		await clock.pass(1_200_000, watched.isLive);
		out.push(
			`   recovered after ${(clock.now() - from) / 1000} s; marks ${JSON.stringify(watched.session().history.marks.map(m => m.text))}, sites ${watched.session().history.sites.size}; sent ${server.mostSentBytes()}`,
		);
		await watched.stop();
		await server.whenDeserted();
		(await import('node:fs')).appendFileSync('/tmp/faults/explore.txt', out.join('\n') + '\n');
	},
);
