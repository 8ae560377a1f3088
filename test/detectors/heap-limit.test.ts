import {expect, test} from 'vitest';
import {heapLimit} from '../../source/detectors/heap-limit.ts';
import {defaultThresholds} from '../../source/detectors/thresholds.ts';
import {watch} from './draw.ts';
import {drawMemory, mebibyte, noHistory} from './draw-memory.ts';

const limited = {
	only: ['heap-limit'],
	thresholds: {
		...defaultThresholds,
		'heap-limit': {...defaultThresholds['heap-limit'], limitBytes: 800 * mebibyte},
	},
} as const;
const drawHeaps = (...sizes: readonly number[]) =>
	drawMemory(sizes.map(size => ({heapAllocBytes: size * mebibyte})));

test('fires above the limit, and clears below it', () => {
	expect(watch(drawHeaps(700, 810, 900, 790, 700), limited).said).toEqual([
		'30s warning heap-limit: 900 MiB of heap, the limit is 800 MiB',
		'60s heap-limit: it cleared',
	]);
});

test('stays silent on a single peak, and where no limit is set', () => {
	expect(watch(drawHeaps(700, 900, 700, 900, 700), limited).said).toEqual([]);
	expect(watch(drawHeaps(9000, 9000, 9000), {only: ['heap-limit']}).said).toEqual([]);
});

test('has no verdict before the first reading', () => {
	expect(heapLimit.check(noHistory, limited.thresholds['heap-limit'], 0).kind).toBe('too-early');
});
