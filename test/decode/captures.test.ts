import {describe, expect, test} from 'vitest';
import {blockProfilingIsOn} from '../../source/decode/block-probe.ts';
import {decodeDump} from '../../source/decode/dump.ts';
import {decodeIndexPage} from '../../source/decode/index-page.ts';
import {decodeMemoryStats} from '../../source/decode/memory-stats.ts';
import {decodeMetrics} from '../../source/decode/metrics.ts';
import {decodeMutexHeader} from '../../source/decode/mutex-header.ts';
import {decodeProfile} from '../../source/decode/pprof.ts';
import {contentionIndexes, goroutineCountIndex, heapIndexes} from '../../source/decode/sample-types.ts';
import type {Profile} from '../../source/profile/profile.ts';
import {captures} from './capture-files.ts';
import {decodedValue} from './outcome.ts';
import {byFunction, topSections} from './pprof-top.ts';

/** The files of a capture were fetched one after the other; connections came and went in between. */
const tolerance = 3;

/** Threads have no stack, and a goroutine that has not started yet has none either. */
const mayLackStacks: ReadonlySet<string> = new Set(['threadcreate.pb.gz', 'goroutine.pb.gz']);

const all = captures();

test('there are captures, and one of them has everything', () => {
	const everything = ['goroutine.pb.gz', 'block.pb.gz', 'mutex.pb.gz', 'heap.pb.gz', 'goroutine.debug2.txt'];
	const texts = ['index.html', 'heap.debug1.txt', 'mutex.debug1.txt', 'metrics.txt', 'block-probe.pb.gz'];
	expect(all.filter(capture => capture.has(...everything, ...texts)).length).toBeGreaterThan(0);
});

function goroutineCount(profile: Profile): number {
	const index = goroutineCountIndex(profile) ?? Number.NaN;
	return profile.samples.reduce((sum, sample) => sum + (sample.values[index] ?? Number.NaN), 0);
}

function expectNear(actual: number | undefined, expected: number): void {
	expect(
		Math.abs((actual ?? Number.NaN) - expected),
		`${actual} is not near ${expected}`,
	).toBeLessThanOrEqual(tolerance);
}

describe.each(all)('$name', capture => {
	const profileOf = (fileName: string) => decodedValue(decodeProfile(capture.bytes(fileName)));
	const dumpOf = (fileName: string) => decodedValue(decodeDump(capture.bytes(fileName)));
	const profileFiles = capture.fileNames.filter(name => name.endsWith('.pb.gz'));
	const dumpFiles = capture.fileNames.filter(name => name.endsWith('.debug2.txt'));

	test.each(profileFiles)('%s is understood to the last sample', fileName => {
		const decoded = decodeProfile(capture.bytes(fileName));
		expect(decoded).toMatchObject({ok: true, skipped: 0});
		const profile = decodedValue(decoded);
		expect(profile.executable).toMatch(/\/(zoo|hoard)$/);
		expect(profile.takenAtUnixMilliseconds).toBeGreaterThan(1.7e12);
		if (mayLackStacks.has(fileName)) return;
		const frames = profile.samples.flatMap(sample => sample.stack);
		expect(frames.filter(frame => frame.line === 0 || frame.file === '')).toEqual([]);
		expect(profile.samples.filter(sample => sample.stack.length === 0)).toEqual([]);
	});

	test.each(dumpFiles)('%s is understood to the last line', fileName => {
		const decoded = decodeDump(capture.bytes(fileName));
		expect(decoded).toMatchObject({ok: true, skipped: 0, value: {cut: false}});
		const {goroutines} = decodedValue(decoded);
		const lines = capture.text(fileName).split('\n');
		const headers = lines.filter(line => /^goroutine \d/.test(line));
		expect(goroutines).toHaveLength(headers.length);
		expect(goroutines.map(({id}) => `goroutine ${id} [`)).toEqual(
			headers.map(line => /^.*?\[/.exec(line)?.[0]),
		);
		const locations = goroutines.map(({stack, createdBy}) => stack.length + (createdBy ? 1 : 0));
		expect(locations.reduce((sum, count) => sum + count, 0)).toBe(
			lines.filter(line => /^\t.*:\d/.test(line)).length,
		);
		expect(goroutines.filter(({state}) => !/^[a-zA-Z. ]+(\([a-z ]+\))?$/.test(state))).toEqual([]);
		for (const [pattern, count] of [
			[/\[.*, \d+ minutes/, goroutines.filter(({waitMinutes}) => waitMinutes !== undefined).length],
			[/\[.*locked to thread/, goroutines.filter(({flags}) => flags.includes('locked to thread')).length],
			[/\[.*\(leaked\)/, goroutines.filter(({flags}) => flags.includes('leaked')).length],
			[/labels:\{|\] \{/, goroutines.filter(({labels}) => labels.length > 0).length],
		] as const) {
			expect(count, String(pattern)).toBe(headers.filter(line => pattern.test(line)).length);
		}
		expect(goroutines.find(({id}) => id === 1)?.stack.at(-1)?.functionName).toBe('main.main');
	});

	test.runIf(capture.has('goroutine.pb.gz', 'goroutine.debug2.txt'))(
		'profile and dump count the same',
		() => {
			expectNear(
				goroutineCount(profileOf('goroutine.pb.gz')),
				dumpOf('goroutine.debug2.txt').goroutines.length,
			);
		},
	);

	test.runIf(capture.has('goroutineleak.pb.gz', 'goroutineleak.debug2.txt'))(
		'leak profile and dump agree',
		() => {
			const {goroutines} = dumpOf('goroutineleak.debug2.txt');
			const leaked = goroutines.filter(({flags}) => flags.includes('leaked'));
			expectNear(goroutineCount(profileOf('goroutineleak.pb.gz')), leaked.length);
			expect(leaked.length).toBeGreaterThan(0);
		},
	);

	test.runIf(capture.has('goroutine.pb.gz'))(
		'the goroutine profile keeps the frames that tell what is waited for',
		() => {
			const leaves = new Set(profileOf('goroutine.pb.gz').samples.map(({stack}) => stack[0]?.functionName));
			expect(leaves).toContain('runtime.gopark');
			const names = new Set(
				profileOf('goroutine.pb.gz').samples.flatMap(({stack}) => stack.map(frame => frame.functionName)),
			);
			for (const name of ['runtime.chanrecv1', 'runtime.selectgo', 'sync.(*Mutex).Lock', 'main.main']) {
				expect(names).toContain(name);
			}
		},
	);

	test.runIf(capture.has('index.html'))('the index page counts what the profiles have', () => {
		const {counts} = decodedValue(decodeIndexPage(capture.text('index.html')));
		expect(decodeIndexPage(capture.text('index.html'))).toMatchObject({skipped: 0});
		if (capture.has('goroutine.pb.gz')) {
			expectNear(counts.get('goroutine'), goroutineCount(profileOf('goroutine.pb.gz')));
		}
		for (const name of ['block', 'mutex'].filter(name => capture.has(`${name}.pb.gz`))) {
			expectNear(counts.get(name), profileOf(`${name}.pb.gz`).samples.length);
		}
		if (capture.has('threadcreate.pb.gz')) {
			const threads = profileOf('threadcreate.pb.gz').samples.reduce(
				(sum, {values}) => sum + (values[0] ?? 0),
				0,
			);
			expectNear(counts.get('threadcreate'), threads);
		}
		if (capture.has('goroutineleak.pb.gz')) expect(counts.has('goroutineleak')).toBe(true);
	});

	test.runIf(capture.has('mutex.debug1.txt'))('the mutex sampling period is the one that was set', () => {
		const header = decodedValue(decodeMutexHeader(capture.text('mutex.debug1.txt')));
		expect(header.samplingPeriod).toBe(capture.meta.mutexPeriod);
		expect(header.cyclesPerSecond).toBeGreaterThan(1e6);
	});

	test.runIf(capture.has('block-probe.pb.gz'))('the probe tells whether block profiling is on', () => {
		const probe = profileOf('block-probe.pb.gz');
		expect(blockProfilingIsOn(probe)).toBe(capture.meta.blockProfilingOn);
		expect(probe.durationNanoseconds).toBeGreaterThan(0.9e9);
	});

	test.runIf(capture.has('heap.pb.gz'))('the heap profile has its four values', () => {
		const profile = profileOf('heap.pb.gz');
		expect(heapIndexes(profile)).toEqual({
			allocatedObjects: 0,
			allocatedBytes: 1,
			inUseObjects: 2,
			inUseBytes: 3,
		});
		const allocating = profile.samples.filter(({values}) => values[0] !== 0);
		expect(new Set(allocating.map(({labels}) => labels[0]?.key))).toEqual(new Set(['bytes']));
	});

	test.runIf(capture.has('heap.debug1.txt'))('the memory statistics hold together', () => {
		const decoded = decodeMemoryStats(capture.text('heap.debug1.txt'));
		expect(decoded).toMatchObject({ok: true, skipped: 0});
		const stats = decodedValue(decoded);
		expect(stats.heapInuseBytes + stats.heapIdleBytes).toBeLessThan(stats.sysBytes);
		expect(stats.heapAllocBytes).toBeLessThanOrEqual(stats.heapInuseBytes);
		expect(stats.heapReleasedBytes).toBeLessThanOrEqual(stats.heapIdleBytes);
		expect(stats.pauses).toHaveLength(Math.min(256, stats.gcCount));
		const ends = stats.pauses.map(pause => pause.endedAtUnixMilliseconds);
		expect(ends).toEqual([...ends].sort((left, right) => right - left));
	});

	test.runIf(capture.has('metrics.txt'))('the metrics agree with the rest', () => {
		const decoded = decodeMetrics(capture.text('metrics.txt'));
		expect(decoded).toMatchObject({ok: true, skipped: 0});
		const metrics = decodedValue(decoded);
		expect(metrics.goVersion).toBe(capture.meta.goVersion);
		expect(metrics.processStartUnixMilliseconds).toBeGreaterThan(1.7e12);
		expect(metrics.threads).toBeGreaterThan(1);
		expect(metrics.residentBytes).toBeGreaterThan(1e6);
	});

	test.each(['block', 'mutex'].filter(name => capture.has(`${name}.top.txt`)))(
		'%s matches go tool pprof -top',
		name => {
			const profile = profileOf(`${name}.pb.gz`);
			const indexes = contentionIndexes(profile);
			const sections = topSections(capture.text(`${name}.top.txt`));
			expect(sections.map(section => section.type)).toEqual(['contentions', 'delay']);
			for (const {type, totalValue, rows} of sections) {
				const index = (type === 'delay' ? indexes?.delayNanoseconds : indexes?.contentions) ?? Number.NaN;
				const computed = byFunction(profile, index);
				expect(profile.samples.reduce((sum, {values}) => sum + (values[index] ?? 0), 0)).toBe(totalValue);
				expect(rows.length).toBeGreaterThan(2);
				for (const row of rows) expect({name: row.name, ...computed.get(row.name)}).toEqual(row);
			}
		},
	);
});
