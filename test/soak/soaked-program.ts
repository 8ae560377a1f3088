import type {Count, Nanoseconds, UnixMilliseconds} from '../../source/profile/units.ts';
import {encodedProfile} from '../decode/encoded-profile.ts';
import type {Random} from '../fuzz/random.ts';
import {memoryText, metricsText} from './soaked-texts.ts';

/** A process that lives: what it serves changes with each poll. Paths are relative to the pprof base. */
export type SoakedProgram = {
	/** Undefined for a path that it has not. Inflated. */
	readonly answer: (path: string, now: UnixMilliseconds) => Uint8Array | string | undefined;
	/** For the next few goroutine profiles there are thousands of stacks, enough for the worker. */
	readonly grow: () => void;
};

type Place = {
	readonly name: string;
	readonly wait: string;
	goroutines: Count;
	contentions: Count;
	delayNanoseconds: Nanoseconds;
};

const places = 60;
const contended = 20;
const crowd = 6000;
const crowdPlaces = 3000;
const crowdedPolls = 3;
/** Now and then code is reached that was not reached before. */
const newPlaceChance = 1 / 400;
const waits = ['chanrecv', 'chansend', 'selectgo', 'semacquire', 'netpollblock'] as const;
const leakedGoroutines = 3;

/** The number of a place goes into its name, so that no two of a whole soak are the same. */
export function soakedProgram(
	random: Random,
	startedAt: UnixMilliseconds,
	nextNumber: () => number,
): SoakedProgram {
	const fresh = (): Place => ({
		name: `example.com/shop/part${nextNumber()}.(*Pool).run`,
		wait: `runtime.${random.pick(waits)}`,
		goroutines: 1 + random.below(20),
		contentions: 0,
		delayNanoseconds: 0,
	});
	const alive = Array.from({length: places}, fresh);
	let crowdedLeft = 0;
	let reads = 0;

	const live = () => {
		reads += 1;
		for (const place of alive) {
			place.goroutines = Math.max(0, place.goroutines + random.below(7) - 3);
			place.contentions += random.below(5);
			place.delayNanoseconds += random.below(1_000_000_000);
		}

		if (random.chance(newPlaceChance)) {
			// Counters of what is contended must not fall while the process lives.
			alive[contended + random.below(places - contended)] = fresh();
		}
	};
	const goroutines = () => {
		live();
		const extra = crowdedLeft > 0 ? crowd : 0;
		crowdedLeft = Math.max(0, crowdedLeft - 1);
		return encodedProfile({
			locations: [
				[['runtime.gopark', 1]],
				...alive.flatMap(({name, wait}) => [[[wait, 2] as const], [[name, 3] as const]]),
				...Array.from({length: extra}, (_, index) => [
					[`example.com/shop/crowd.(*One).step${index % crowdPlaces}`, 3] as const,
				]),
			],
			samples: [
				...alive.map(({goroutines: count}, index) => ({
					at: [0, 1 + 2 * index, 2 + 2 * index],
					values: [count],
				})),
				...Array.from({length: extra}, (_, index) => ({at: [0, 1 + 2 * places + index], values: [1]})),
			],
		});
	};
	const contention = (factor: number) =>
		encodedProfile({
			sampleTypes: [
				['contentions', 'count'],
				['delay', 'nanoseconds'],
			],
			locations: alive.slice(0, contended).map(({name}) => [
				['sync.(*Mutex).Unlock', 1],
				[name, 3],
			]),
			samples: alive.slice(0, contended).map(({contentions, delayNanoseconds}, index) => ({
				at: [index],
				values: [contentions * factor, BigInt(delayNanoseconds * factor)],
			})),
		});
	const heap = () =>
		encodedProfile({
			sampleTypes: [
				['alloc_objects', 'count'],
				['alloc_space', 'bytes'],
				['inuse_objects', 'count'],
				['inuse_space', 'bytes'],
			],
			locations: alive.map(({name}) => [[name, 3]]),
			samples: alive.map(({goroutines: count}, index) => ({
				at: [index],
				values: [count * 9, count * 9000, count, count * 1000],
			})),
		});
	const leaks = () =>
		encodedProfile({
			sampleTypes: [['goroutineleak', 'count']],
			locations: alive.slice(0, leakedGoroutines).map(({name}) => [[name, 3]]),
			samples: Array.from({length: leakedGoroutines}, (_, index) => ({at: [index], values: [1]})),
		});
	const total = () => alive.reduce((sum, {goroutines: count}) => sum + count, 2);
	const dump = () =>
		alive
			.filter(({goroutines: count}) => count > 0)
			.map(
				({name, wait}, index) =>
					`goroutine ${index + 7} [select, ${index % 9} minutes]:\n${wait}(0xc00001${index}, 0x1)\n\t/go/src/runtime/proc.go:2 +0x1d\n${name}(0xc00002${index})\n\t/src/shop/pool.go:3 +0x7f\ncreated by main.main in goroutine 1\n\t/src/shop/main.go:9 +0x1\n`,
			)
			.join('\n');
	const index = () =>
		[
			['allocs', 100 + reads],
			['block', contended],
			['goroutine', total()],
			['goroutineleak', 0],
			['heap', 100 + reads],
			['mutex', contended],
			['threadcreate', 9],
		]
			.map(([name, count]) => `<tr><td>${count}</td><td><a href='${name}?debug=1'>${name}</a></td></tr>`)
			.join('\n');

	return {
		grow() {
			crowdedLeft = crowdedPolls;
		},
		answer(path, now) {
			switch (path) {
				case '':
					return index();
				case 'goroutine':
					return goroutines();
				case 'block':
				case 'block?seconds=1':
					return contention(1);
				case 'mutex':
					return contention(2);
				case 'mutex?debug=1':
					return '--- mutex:\ncycles/second=1000000000\nsampling period=10\n';
				case 'heap':
					return heap();
				case 'heap?debug=1':
					return memoryText(reads, now);
				case '/metrics':
					return metricsText(total(), startedAt, reads);
				case 'goroutine?debug=2':
					return dump();
				case 'goroutineleak':
					return leaks();
				default:
					return undefined;
			}
		},
	};
}
