import process from 'node:process';
import {expect, onTestFinished, test, vi} from 'vitest';
import {createDecoder, type DecoderSettings} from '../../source/live/decoder.ts';
import type {DigestRequest} from '../../source/live/digest.ts';
import {encodedProfile} from '../decode/encoded-profile.ts';
import {capturedBody} from './captures.ts';
import {fakeClock} from './fake-clock.ts';

const entry = (name: string) => new URL(`${name}-worker-entry.ts`, import.meta.url);

const open = (settings: Partial<DecoderSettings>) => {
	const decoder = createDecoder({workerUrl: entry('decode'), ...settings});
	onTestFinished(() => decoder.close());
	return decoder;
};

const goroutines = (): DigestRequest => ({
	kind: 'goroutine',
	bytes: capturedBody('goroutine.pb.gz'),
	ownRoot: undefined,
});

const bodies: readonly DigestRequest[] = [
	goroutines(),
	{kind: 'block', bytes: capturedBody('block.pb.gz'), ownRoot: {folder: undefined}},
	{kind: 'mutex', bytes: capturedBody('mutex.pb.gz'), ownRoot: {folder: 'example.com/zoo'}},
	{kind: 'block-probe', bytes: capturedBody('block-probe.pb.gz'), ownRoot: undefined},
	{kind: 'metrics', bytes: capturedBody('metrics.txt'), ownRoot: undefined},
	{kind: 'dump', bytes: capturedBody('goroutine.debug2.txt'), ownRoot: {folder: 'example.com/zoo'}},
	{kind: 'leaks', bytes: capturedBody('goroutineleak.pb.gz', 'go1.27'), ownRoot: undefined},
	{kind: 'heap-profile', bytes: capturedBody('heap.pb.gz'), ownRoot: undefined},
	{kind: 'goroutine', bytes: new TextEncoder().encode('hello'), ownRoot: undefined},
];

test('a worker comes to the same digests as the calling thread', async () => {
	const inline = open({workerUrl: undefined});
	const worker = open({inlineBelowBytes: 0});
	for (const request of bodies) {
		const expected = await inline.digest({...request, bytes: new Uint8Array(request.bytes)});
		expect(await worker.digest({...request, bytes: new Uint8Array(request.bytes)})).toEqual(expected);
	}
});

test('several bodies at once each get their own digest', async () => {
	const worker = open({inlineBelowBytes: 0});
	const digests = await Promise.all(
		bodies.map(body => worker.digest({...body, bytes: new Uint8Array(body.bytes)})),
	);
	expect(digests.map(digested => (digested.ok ? digested.value.kind : digested.reason))).toEqual([
		'goroutine',
		'block',
		'mutex',
		'block-probe',
		'metrics',
		'dump',
		'leaks',
		'heap-profile',
		'plain text that begins with “hello”',
	]);
});

test('small bodies never see the worker, large ones do', async () => {
	const decoder = open({workerUrl: entry('failing'), inlineBelowBytes: goroutines().bytes.length + 1});
	expect((await decoder.digest(goroutines())).ok).toBe(true);
	const stricter = open({workerUrl: entry('failing'), inlineBelowBytes: goroutines().bytes.length});
	expect((await stricter.digest(goroutines())).ok).toBe(false);
});

test('large bodies are handed over, small ones in a shared block of memory are copied', async () => {
	const worker = open({inlineBelowBytes: 0});
	const whole = goroutines();
	await worker.digest(whole);
	expect(whole.bytes.length).toBe(0);
	const inBlock = new Uint8Array(100_000).subarray(5000);
	const profile = capturedBody('goroutine.pb.gz');
	inBlock.set(profile);
	const digested = await worker.digest({...whole, bytes: inBlock.subarray(0, profile.length)});
	expect(digested.ok).toBe(true);
	expect(inBlock.length).toBe(95_000);
});

test('a worker that fails is a digest that failed, in words fit for a terminal, and is replaced', async () => {
	const decoder = open({workerUrl: entry('failing'), inlineBelowBytes: 0});
	const failed = {ok: false, reason: 'impossible to read: the reader failed (Error: a ␛[31mbug)'};
	expect(await decoder.digest(goroutines())).toEqual(failed);
	expect(await decoder.digest(goroutines())).toEqual(failed);
});

test('a worker that cannot be started is a digest that failed', async () => {
	const decoder = open({workerUrl: entry('missing'), inlineBelowBytes: 0});
	expect(await decoder.digest(goroutines())).toMatchObject({ok: false});
});

test('a profile that takes too much memory is refused, and the next one is read', async () => {
	const decoder = open({inlineBelowBytes: 0, maxHeapMebibytes: 32});
	const huge = encodedProfile({
		locations: Array.from({length: 1000}, (_, index) => [[`main.f${index}`, index] as const]),
		samples: Array.from({length: 100_000}, (_, index) => ({
			at: Array.from({length: 4}, (_unused, depth) => (index + depth * Math.floor(index / 1000)) % 1000),
			values: [1],
		})),
	});
	expect(await decoder.digest({...goroutines(), bytes: huge})).toEqual({
		ok: false,
		reason: 'more than could be read in 32 MiB of memory',
	});
	expect((await decoder.digest(goroutines())).ok).toBe(true);
});

test('a profile that takes too long is refused', async () => {
	const decoder = open({workerUrl: entry('silent'), inlineBelowBytes: 0, maxDigestMilliseconds: 20});
	expect(await decoder.digest(goroutines())).toEqual({ok: false, reason: 'more than could be read in 20ms'});
});

test('a worker that had no work for minutes ends, and the next large body gets another', async () => {
	const clock = fakeClock();
	const workers = () => process.getActiveResourcesInfo().filter(name => name === 'MessagePort').length;
	const others = workers();
	const decoder = open({inlineBelowBytes: 0, clock});
	expect((await decoder.digest(goroutines())).ok).toBe(true);
	await clock.advance(100_000);
	expect((await decoder.digest(goroutines())).ok).toBe(true);
	await clock.advance(100_000);
	expect(workers()).toBe(others + 1);
	await clock.advance(30_000);
	await vi.waitFor(() => expect(workers()).toBe(others));
	expect((await decoder.digest(goroutines())).ok).toBe(true);
	expect(workers()).toBe(others + 1);
	await decoder.close();
	expect(clock.timers()).toBe(0);
});

test('closing ends what is under way, and nothing is read afterwards', async () => {
	const decoder = open({workerUrl: entry('silent'), inlineBelowBytes: 0});
	const underWay = decoder.digest(goroutines());
	await decoder.close();
	const unread = {ok: false, reason: 'left unread, as the program is ending'};
	expect(await underWay).toEqual(unread);
	expect(await decoder.digest(goroutines())).toEqual(unread);
	await decoder.close();
});
