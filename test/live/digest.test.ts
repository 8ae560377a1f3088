import {expect, test} from 'vitest';
import {type DigestRequest, digest, type OwnRoot} from '../../source/live/digest.ts';
import {createDigestMemory} from '../../source/live/digest-memory.ts';
import {encodedProfile} from '../decode/encoded-profile.ts';
import {capturedBody} from './captures.ts';

const read = (kind: DigestRequest['kind'], bytes: Uint8Array, ownRoot?: OwnRoot) => {
	const digested = digest({kind, bytes, ownRoot});
	return digested.ok ? digested.value : digested.reason;
};

test('a goroutine profile tells its goroutines, whose process it is, and where its own code is', () => {
	expect(read('goroutine', capturedBody('goroutine.pb.gz'))).toMatchObject({
		kind: 'goroutine',
		snapshot: {total: 99, observers: 1},
		ownRoot: {folder: 'example.com/zoo'},
		executable: '/srv/zoo/zoo',
		buildId: expect.stringMatching(/^[0-9a-f]{40}$/u),
	});
});

test('once settled, the place of the own code is not learnt again', () => {
	const settled = {folder: '/somewhere/else'};
	expect(read('goroutine', capturedBody('goroutine.pb.gz'), settled)).toMatchObject({ownRoot: settled});
	const unknown = {folder: undefined};
	expect(read('goroutine', capturedBody('goroutine.pb.gz'), unknown)).toMatchObject({ownRoot: unknown});
});

test.each(['block', 'mutex'] as const)('a %s profile tells its contention', kind => {
	const digested = read(kind, capturedBody(`${kind}.pb.gz`));
	expect(digested).toMatchObject({kind, snapshot: {profile: kind}});
});

test('the other bodies tell what they are asked for', () => {
	expect(read('mutex-header', capturedBody('mutex.debug1.txt'))).toMatchObject({samplingPeriod: 1});
	expect(read('block-probe', capturedBody('block-probe.pb.gz'))).toMatchObject({isOn: true});
	expect(read('block-probe', capturedBody('block-probe.pb.gz', 'go1.26-off'))).toMatchObject({
		isOn: false,
	});
	expect(read('heap', capturedBody('heap.debug1.txt'))).toMatchObject({stats: {gcCount: 2}});
	expect(read('metrics', capturedBody('metrics.txt'))).toMatchObject({metrics: {goVersion: 'go1.26.8'}});
});

test('memory statistics are found behind megabytes of records', () => {
	const records = new TextEncoder().encode('1: 64 [2: 128] @ 0x4a1b2c\n#\t0x4a1b2b\tmain.f\n'.repeat(50_000));
	const trailer = capturedBody('heap.debug1.txt');
	const bytes = new Uint8Array(records.length + trailer.length);
	bytes.set(records);
	bytes.set(trailer, records.length);
	expect(read('heap', bytes)).toMatchObject({stats: {gcCount: 2}});
});

test('a profile of another kind is refused in words that are fit for a terminal', () => {
	const other = encodedProfile({
		sampleTypes: [['cpu\u001b[31m', 'nanoseconds']],
		locations: [[['main.f', 1]]],
		samples: [{at: [0], values: [1]}],
	});
	const reason = 'a profile of something else (cpu␛[31m/nanoseconds)';
	expect(read('goroutine', other)).toBe(reason);
	expect(read('block', other)).toBe(reason);
	expect(read('mutex', capturedBody('goroutine.pb.gz'))).toBe(
		'a profile of something else (goroutine/count)',
	);
});

test('a dump tells its goroutines, and whether all are there', () => {
	const text = capturedBody('goroutine.debug2.txt');
	expect(read('dump', text)).toMatchObject({kind: 'dump', snapshot: {isCut: false}});
	const cut = text.subarray(0, text.length / 2);
	expect(read('dump', cut)).toMatchObject({kind: 'dump', snapshot: {isCut: true}});
});

test('a profile in place of a dump ends in a sentence, packed or not', () => {
	expect(read('dump', capturedBody('goroutine.pb.gz'))).toBe(
		'a profile in protobuf, not the text of a dump: its Go answers debug=2 in its own way',
	);
	expect(read('dump', new Uint8Array([0x1f, 0x8b, 8, 0, 0]))).toBe(
		'still gzip-compressed data, not a goroutine dump',
	);
});

test('a leak profile tells what is leaked, and a goroutine profile is none', () => {
	const leaks = read('leaks', capturedBody('goroutineleak.pb.gz', 'go1.27'));
	expect(leaks).toMatchObject({kind: 'leaks', snapshot: {total: expect.any(Number)}});
	expect(leaks).not.toMatchObject({snapshot: {total: 0}});
	expect(read('leaks', capturedBody('goroutine.pb.gz'))).toBe(
		'a profile of something else (goroutine/count)',
	);
});

test('a goroutine profile without a goroutine is none: it would say that nobody waits', () => {
	const empty = encodedProfile({locations: [], samples: []});
	expect(read('goroutine', empty)).toBe('a goroutine profile without a goroutine, and no process has none');
});

test('a heap profile is read, and a profile of something else is not', () => {
	expect(read('heap-profile', capturedBody('heap.pb.gz'))).toMatchObject({kind: 'heap-profile'});
	expect(read('heap-profile', capturedBody('mutex.pb.gz'))).toMatch(/^a profile of something else/u);
});

test('leaked goroutines without a frame are left out: nothing can be said of them', () => {
	const leaks = encodedProfile({
		sampleTypes: [['goroutineleak', 'count']],
		locations: [[['main.send', 7]]],
		samples: [
			{at: [], values: [1]},
			{at: [0], values: [3]},
		],
	});
	expect(read('leaks', leaks)).toMatchObject({snapshot: {total: 3, sites: [{count: 3}]}});
});

test('what was learnt of the stacks is used again, and the answer is the same', () => {
	const memory = createDigestMemory();
	const ownRoot = {folder: undefined};
	const request = () => ({kind: 'block' as const, bytes: capturedBody('block.pb.gz'), ownRoot});
	const siteOf = (digested: ReturnType<typeof digest>) =>
		digested.ok && digested.value.kind === 'block' ? digested.value.snapshot.sites[0]?.site : undefined;
	const first = digest(request(), memory);
	const second = digest(request(), memory);
	expect(second).toEqual(digest(request()));
	expect(siteOf(first)).toBeDefined();
	expect(siteOf(second)).toBe(siteOf(first));
	// Another root makes other sites of the same stacks.
	const moved = {...request(), ownRoot: {folder: 'example.org/elsewhere'}};
	expect(digest(moved, memory)).toEqual(digest(moved));
});
