import {describe, expect, test} from 'vitest';
import {heapGrowth} from '../../source/detectors/heap-growth.ts';
import {defaultThresholds} from '../../source/detectors/thresholds.ts';
import {groupHeap} from '../../source/profile/group-heap.ts';
import type {MemoryStats} from '../../source/profile/memory-stats.ts';
import {beginStretch} from '../../source/series/comparable.ts';
import type {History} from '../../source/series/history.ts';
import {recordHeapProfile} from '../../source/series/record-heap-profile.ts';
import {drawProfile} from '../profile/draw-stack.ts';
import {watch} from './draw.ts';
import {drawMemory, mebibyte, noHistory} from './draw-memory.ts';
import {added, type Shape, sampled, sawtooth, warmUp} from './series-shapes.ts';

const only = {only: ['heap-growth']} as const;

/** The heap in MiB every 15 s, for this many minutes. */
function drawHeap(
	shape: Shape,
	minutes: number,
	{collects = true, from = noHistory, seed = 1}: {collects?: boolean; from?: History; seed?: number} = {},
) {
	const sizes = sampled(shape, {polls: minutes * 4, seed, intervalSeconds: 15, jitterSeconds: 2});
	const readings = sizes.map(
		(size, index): Partial<MemoryStats> => ({
			heapAllocBytes: size * mebibyte,
			gcCount: collects ? index : 0,
		}),
	);
	return drawMemory(readings, undefined, from);
}

/** Live memory that rises by this many MiB per minute, under a collector that lets garbage double it. */
const leaking = (perMinute: number): Shape =>
	added(sawtooth(0, 90, 41, 0.3), seconds => 100 + (perMinute * seconds) / 60);

const profile = (cacheMiB: number, pageMiB: number) =>
	groupHeap(
		{
			...drawProfile(`
				10 ${cacheMiB * mebibyte} bytes.growSlice < example.com/shop/cache.(*LRU).put@/src/lru.go:40
				10 ${pageMiB * mebibyte} example.com/shop/web.render@/src/web.go:9`),
			sampleTypes: [
				{type: 'inuse_objects', unit: 'count'},
				{type: 'inuse_space', unit: 'bytes'},
			],
		},
		undefined,
	);

describe('a floor that rises', () => {
	test('fires after ten minutes', () => {
		const [first, ...more] = watch(drawHeap(leaking(20), 14), only).said;
		expect(first).toMatch(/^[67]\d\ds warning heap-growth: \d{3} MiB live, \+[12]\d MiB\/min$/u);
		expect(more).toEqual([]);
	});

	test('is one warning where collections are rare, and clears once growth has ended', () => {
		const rare = added(sawtooth(0, 500, 97, 0.3), seconds => 300 + Math.min(seconds, 1500) * 2);
		const {said} = watch(drawHeap(rare, 50), only);
		expect(said).toEqual([
			expect.stringMatching(/^\d{3}s warning heap-growth/u),
			expect.stringMatching(/^(1[89]|2[0-5])\d\ds heap-growth: it cleared$/u),
		]);
	});

	test('names the allocation site that grew most', () => {
		const early = recordHeapProfile(noHistory, 0, profile(40, 20));
		const late = recordHeapProfile(early, 60_000, profile(240, 30));
		const {log} = watch(drawHeap(leaking(20), 14, {from: late}), only);
		expect(log.firing[0]?.headline).toMatch(/, 95% of it at lru\.go:40$/u);
		expect(log.firing[0]).toMatchObject({confidence: 'strong', since: expect.any(Number)});
		expect(log.firing[0]?.stack?.[0]?.functionName).toBe('bytes.growSlice');
		expect(log.firing[0]?.evidence.at(-1)).toMatchObject({text: '+200 MiB in 1m00s'});
	});
});

describe('what must not fire', () => {
	test.each([
		['a heap that fills and is collected', sawtooth(100, 100, 41, 0.1)],
		['slow collections, every two minutes', sawtooth(100, 400, 121, 0.5)],
		['slow collections, every five minutes', sawtooth(100, 400, 301, 0.5)],
		['a cache that warms up within four minutes', warmUp(100, 900, 80)],
		['one step up', (seconds: number) => (seconds < 400 ? 100 : 500)],
		['a burst', (seconds: number) => (seconds > 500 && seconds < 650 ? 900 : 100)],
		['growth under a fifth', (seconds: number) => 4000 + seconds / 2],
		['growth under 64 MiB', (seconds: number) => 100 + seconds / 12],
	] as const)('%s', (_name, shape) => {
		for (const seed of [1, 2, 3]) {
			expect(watch(drawHeap(shape, 40, {seed}), only).said).toEqual([]);
		}
	});

	test('a heap that merely fills up, as with GOGC=off: nothing was collected yet', () => {
		expect(watch(drawHeap(leaking(20), 20, {collects: false}), only).said).toEqual([]);
	});
});

test('has no verdict on less than ten minutes, nor right after a gap', () => {
	const check = (history: History) => heapGrowth.check(history, defaultThresholds['heap-growth'], 0).kind;
	const grown = drawHeap(leaking(20), 14).at(-1)?.history ?? noHistory;
	expect(check(drawHeap(leaking(20), 9).at(-1)?.history ?? noHistory)).toBe('too-early');
	expect(check(grown)).toBe('findings');
	expect(check(beginStretch(grown, grown.at, 'gap', 'no data for a while'))).toBe('too-early');
});
