import {expect, onTestFinished, test} from 'vitest';
import {systemClock} from '../../source/live/clock.ts';
import {createDecoder} from '../../source/live/decoder.ts';
import {type SamplerSettings, startSampler} from '../../source/live/sampler.ts';
import type {TargetEvent} from '../../source/session/event.ts';
import {openTarget, serve} from '../target/local-servers.ts';
import {capturedBody} from './captures.ts';
import {usualSettings} from './watched.ts';

const files = new Map([
	['/debug/pprof/', 'index.html'],
	['/debug/pprof/goroutine', 'goroutine.pb.gz'],
	['/debug/pprof/block', 'block.pb.gz'],
	['/debug/pprof/block?seconds=1', 'block-probe.pb.gz'],
	['/debug/pprof/mutex', 'mutex.pb.gz'],
	['/debug/pprof/mutex?debug=1', 'mutex.debug1.txt'],
	['/debug/pprof/heap?debug=1', 'heap.debug1.txt'],
	['/debug/pprof/heap', 'heap.pb.gz'],
	['/debug/pprof/goroutine?debug=2', 'goroutine.debug2.txt'],
	['/debug/pprof/goroutineleak', '../go1.27/goroutineleak.pb.gz'],
	['/metrics', 'metrics.txt'],
]);

/** Samples a server that answers as the captured program did; tells when an event of each of `types` has come. */
const sampling = async (
	types: readonly TargetEvent['type'][],
	given: Partial<SamplerSettings> & {readonly intervalMilliseconds: number},
) => {
	const seen = {requests: [] as string[], underWay: 0, mostAtOnce: 0};
	const listening = await serve((request, response) => {
		const url = request.url ?? '';
		const name = files.get(url);
		seen.requests.push(url);
		seen.underWay += 1;
		seen.mostAtOnce = Math.max(seen.mostAtOnce, seen.underWay);
		response.on('close', () => {
			seen.underWay -= 1;
		});
		response.statusCode = name === undefined ? 404 : 200;
		response.setHeader('content-type', url.endsWith('/') ? 'text/html; charset=utf-8' : 'text/plain');
		response.end(name === undefined ? '' : capturedBody(name));
	});
	const target = await openTarget(`127.0.0.1:${listening.port}`);
	const decoder = createDecoder({
		workerUrl: new URL('decode-worker-entry.ts', import.meta.url),
		inlineBelowBytes: 8192,
	});
	const missing = new Set<string>(types);
	const events: TargetEvent[] = [];
	let complete = () => {};
	const whenComplete = new Promise<void>(resolve => {
		complete = resolve;
	});
	const sampler = startSampler({
		target,
		clock: systemClock(),
		decoder,
		dispatch(event) {
			events.push(event);
			missing.delete(event.type);
			if (missing.size === 0) {
				complete();
			}
		},
		settings: () => ({...usualSettings, ...given}),
	});
	onTestFinished(async () => {
		await sampler.stop();
		await decoder.close();
		await target.close();
	});
	return {listening, sampler, seen, events, whenComplete};
};

test('a server on this machine is read over one connection, and left when stopped', async () => {
	const {listening, sampler, seen, events, whenComplete} = await sampling(
		[
			'index-read',
			'identified',
			'goroutines-read',
			'contention-read',
			'profiling-known',
			'memory-read',
			'metrics-read',
			'paced',
			'heap-profile-read',
			'ticked',
		],
		{intervalMilliseconds: 200},
	);
	await whenComplete;
	await sampler.stop();
	const count = events.length;
	expect(events.filter(({type}) => type.endsWith('failed'))).toEqual([]);
	expect(seen.requests.slice(0, 2)).toEqual(['/debug/pprof/', '/debug/pprof/goroutine']);
	expect(seen.requests.every(url => files.has(url))).toBe(true);
	expect(listening.connections()).toBe(1);
	expect(seen.mostAtOnce).toBe(1);
	await new Promise(resolve => setImmediate(resolve));
	expect(events.length).toBe(count);
});

test('a dump and a leak profile that are asked for come over the same connection, alone', async () => {
	const {listening, sampler, seen, events, whenComplete} = await sampling(['dump-read', 'leaks-read'], {
		intervalMilliseconds: 200,
		errands: {dump: 1, leaks: 1},
	});
	await whenComplete;
	await sampler.stop();
	const [dump] = events.filter(event => event.type === 'dump-read');
	expect(dump?.snapshot.total).toBeGreaterThan(90);
	expect(seen.requests.filter(url => url.includes('debug=2')).length).toBe(1);
	expect(seen.requests.filter(url => url.endsWith('goroutineleak')).length).toBe(1);
	expect(seen.mostAtOnce).toBe(1);
	expect(listening.connections()).toBe(1);
});
