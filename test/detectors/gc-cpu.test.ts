import {expect, test} from 'vitest';
import {gcCpu} from '../../source/detectors/gc-cpu.ts';
import {defaultThresholds} from '../../source/detectors/thresholds.ts';
import type {MemoryStats} from '../../source/profile/memory-stats.ts';
import {watch} from './draw.ts';
import {drawMemory, noHistory} from './draw-memory.ts';

const started = 1_700_000_000_000;

/** A process 1,000 s old whose collector took this share of the CPU, in turn, every 15 s. */
function drawShares(shares: readonly number[], meanBefore = 0.02): readonly Partial<MemoryStats>[] {
	let collectorSeconds = 1000 * meanBefore;
	return [0, ...shares].map((share, index) => {
		const seconds = 1000 + index * 15;
		collectorSeconds += share * 15;
		return {
			gcCount: 100 + index * 30,
			totalAllocBytes: index * 15e9,
			gcCpuFraction: collectorSeconds / seconds,
			lastGcUnixMilliseconds: started + seconds * 1000,
			pauses: [{endedAtUnixMilliseconds: started + 30_000, pauseNanoseconds: 1000}],
		};
	});
}

const metrics = () => ({processStartUnixMilliseconds: started});
const said = (shares: readonly number[], told: Parameters<typeof drawMemory>[1] = metrics) =>
	watch(drawMemory(drawShares(shares), told), {only: ['gc-cpu']}).said;

test('fires on the share of late, which the mean since the start hides', () => {
	expect(said([0.2, 0.2, 0.2, 0.2])).toEqual([
		'45s warning gc-cpu: 20% of CPU goes to the collector, 2.0 collections/s',
	]);
	expect(said([0.4, 0.4, 0.4])[0]).toMatch(/^45s critical gc-cpu: 40% of CPU/u);
});

test('says what it rests on', () => {
	const [first] = watch(drawMemory(drawShares([0.2, 0.2, 0.2]), metrics), {only: ['gc-cpu']}).log.firing;
	expect(first?.evidence.map(({name, text}) => `${name}: ${text}`)).toEqual([
		'share of CPU lately: 20%',
		'collections: 2.0 collections/s',
		'allocated per second: 954 MiB',
		'mean share since the start: 2.8%',
		'heap at which the next begins: 64 MiB',
	]);
});

test('says "at least" where the target does not tell when it started', () => {
	expect(said([0.4, 0.4, 0.4], () => undefined)).toEqual([
		expect.stringMatching(/^45s (warning|critical) gc-cpu: at least 3\d% of CPU goes to the collector/u),
	]);
});

test('stays silent on a burst, on a share that is usual, and on a warm-up', () => {
	expect(said([0.5, 0.5, 0.01, 0.01, 0.01])).toEqual([]);
	expect(said(Array.from({length: 40}, () => 0.09))).toEqual([]);
	expect(said([0.3, 0.12, 0.05, 0.02, 0.02])).toEqual([]);
});

test('stays silent on the first collections of a process', () => {
	const young = drawShares([0.4, 0.4, 0.4, 0.4]).map((stats, index) => ({...stats, gcCount: index}));
	expect(watch(drawMemory(young, metrics), {only: ['gc-cpu']}).said).toEqual([]);
});

test('clears once the share is low, and once there are no collections that could tell', () => {
	expect(said([0.2, 0.2, 0.2, 0.01, 0.01, 0.01]).at(-1)).toBe('90s gc-cpu: it cleared');
	const busy = drawShares([0.2, 0.2, 0.2]);
	const idle = Array.from({length: 10}, () => busy.at(-1) ?? {});
	const {said: words} = watch(drawMemory([...busy, ...idle], metrics), {only: ['gc-cpu']});
	expect(words.at(-1)).toMatch(/^1\d\ds gc-cpu: it cleared$/u);
});

test('readings of the metrics in between do not count twice', () => {
	const twoPoints = drawMemory(drawShares([0.2, 0.2]), metrics);
	expect(twoPoints.filter(({readings}) => readings.includes('metrics'))).toHaveLength(3);
	expect(watch(twoPoints, {only: ['gc-cpu']}).said).toEqual([]);
});

test('has no verdict before the second reading', () => {
	const check = (readings: number) =>
		gcCpu.check(
			drawMemory(drawShares([0.5, 0.5]).slice(0, readings), metrics).at(-1)?.history ?? noHistory,
			defaultThresholds['gc-cpu'],
			0,
		).kind;
	expect(check(1)).toBe('too-early');
});
