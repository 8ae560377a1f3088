import {expect, test} from 'vitest';
import {gcStorm} from '../../source/detectors/gc-storm.ts';
import {defaultThresholds} from '../../source/detectors/thresholds.ts';
import type {MemoryStats} from '../../source/profile/memory-stats.ts';
import {watch} from './draw.ts';
import {drawMemory, mebibyte, noHistory} from './draw-memory.ts';

/** Collections per second between readings that are 15 s apart. */
function drawRates(
	rates: readonly number[],
	given: Partial<MemoryStats> = {},
): readonly Partial<MemoryStats>[] {
	let gcCount = 1000;
	return [0, ...rates].map(rate => {
		gcCount += rate * 15;
		return {gcCount, gcCpuFraction: 0.2, ...given};
	});
}

const said = (
	rates: readonly number[],
	given: Partial<MemoryStats> = {},
	metrics: Parameters<typeof drawMemory>[1] = undefined,
) => watch(drawMemory(drawRates(rates, given), metrics), {only: ['gc-storm']}).said;

test('fires on a minute of more than two collections per second', () => {
	expect(said([4, 4, 4, 4, 4])).toEqual(['75s warning gc-storm: 4.0 collections/s']);
});

test('does not wait for another reading because some came early', () => {
	const readings = drawMemory(drawRates([4, 4, 4, 4, 4]), undefined, undefined, 14_990);
	expect(watch(readings, {only: ['gc-storm']}).said).toEqual(['75s warning gc-storm: 4.0 collections/s']);
});

test('says that memory is at its limit where that is known', () => {
	const metrics = () => ({memoryLimitBytes: 110 * mebibyte});
	expect(
		said([4, 4, 4, 4, 4], {sysBytes: 120 * mebibyte, heapReleasedBytes: 15 * mebibyte}, metrics),
	).toEqual(['75s warning gc-storm: memory is at its limit of 110 MiB, 4.0 collections/s']);
	expect(said([4, 4, 4, 4, 4], {sysBytes: 50 * mebibyte}, metrics)).toEqual([
		'75s warning gc-storm: 4.0 collections/s',
	]);
});

test('says when the program itself forces them', () => {
	expect(said([4, 4, 4, 4, 4], {forcedGcCount: 1200})).toEqual([
		'75s warning gc-storm: 4.0 collections/s, most of them forced',
	]);
});

test('stays silent on a burst, on a saw of them, and on the usual rate', () => {
	expect(said([0.1, 0.1, 0.1, 40, 0.1, 0.1, 0.1, 0.1])).toEqual([]);
	expect(said(Array.from({length: 20}, (_, index) => (index % 2 === 0 ? 6 : 0.2)))).toEqual([]);
	expect(said(Array.from({length: 20}, () => 1.9))).toEqual([]);
});

test('stays silent on a small heap that is collected often and cheaply', () => {
	const cheap = {gcCpuFraction: 0.008, nextGcBytes: 4 * mebibyte};
	expect(said([40, 40, 40, 40, 40, 40], cheap)).toEqual([]);
	expect(said([40, 40, 40, 40, 40, 40], {...cheap, nextGcBytes: 64 * mebibyte})).toHaveLength(1);
});

test('stays silent where the share of CPU is known to be small', () => {
	const metrics = (reading: number) => ({gcCpuSeconds: reading * 0.1, totalCpuSeconds: reading * 30});
	expect(said([4, 4, 4, 4, 4, 4], {}, metrics)).toEqual([]);
});

test('clears after three readings without', () => {
	expect(said([4, 4, 4, 4, 4, 0.1, 0.1, 0.1]).at(-1)).toBe('120s gc-storm: it cleared');
});

test('has no verdict on less than a minute', () => {
	const kindAfter = (readings: number) =>
		gcStorm.check(
			drawMemory(drawRates([9, 9, 9, 9, 9, 9]).slice(0, readings)).at(-1)?.history ?? noHistory,
			defaultThresholds['gc-storm'],
			0,
		).kind;
	expect([kindAfter(1), kindAfter(5), kindAfter(6)]).toEqual(['too-early', 'too-early', 'findings']);
});

test('says where each comes after hardly anything was added', () => {
	const allocating = (bytesPerReading: number) =>
		drawRates([4, 4, 4, 4, 4]).map((given, index) => ({
			...given,
			totalAllocBytes: index * bytesPerReading,
			nextGcBytes: 64 * mebibyte,
		}));
	const headlines = (bytesPerReading: number) =>
		watch(drawMemory(allocating(bytesPerReading)), {only: ['gc-storm']}).said;
	expect(headlines(120 * mebibyte)).toEqual([
		'75s warning gc-storm: 4.0 collections/s, each after only 2.0 MiB more',
	]);
	expect(headlines(1800 * mebibyte)).toEqual(['75s warning gc-storm: 4.0 collections/s']);
});

test('says what share of the CPU that takes, and speaks for the warning about it', () => {
	const metrics = (reading: number) => ({gcCpuSeconds: reading * 3, totalCpuSeconds: reading * 15});
	const moments = drawMemory(drawRates([4, 4, 4, 4, 4, 4]), metrics);
	const {log} = watch(moments, {only: ['gc-storm', 'gc-cpu']});
	expect(log.standing.map(({detector}) => detector).toSorted()).toEqual(['gc-cpu', 'gc-storm']);
	expect(log.firing.map(({headline}) => headline)).toEqual(['4.0 collections/s, 20% of CPU']);
});
