import {decodeDump} from '../source/decode/dump.ts';
import {digest} from '../source/live/digest.ts';
import type {Bytes, Milliseconds} from '../source/profile/units.ts';
import {type Benchmark, byEffort, fixed} from './benchmark.ts';
import {percentile} from './statistics.ts';
import {syntheticDump} from './synthetic-dump.ts';
import {syntheticProfile} from './synthetic-profile.ts';

type Timing = {
	readonly name: string;
	readonly bytes: Bytes;
	readonly first: Milliseconds;
	readonly milliseconds: readonly Milliseconds[];
};

export const decode: Benchmark = {
	name: 'decode',
	about: 'From the inflated bytes to what a watch keeps of them, on one thread',
	run: async ({effort, say}) => {
		const runs = byEffort(effort, 5, 40, 100);
		const timings = [
			...[2000, 5000].map(stacks => {
				say(`decode: ${stacks} stacks`);
				const bytes = syntheticProfile({kind: 'goroutine', stacks, sites: stacks / 10, turn: 0});
				return time(`goroutine profile, ${stacks} stacks x 20 frames`, bytes, runs, () =>
					digest({kind: 'goroutine', bytes, ownRoot: undefined}),
				);
			}),
			dumpTiming(runs),
		];
		return {
			columns: ['', 'KB', 'first ms', 'p50 ms', 'p95 ms'],
			rows: timings.map(({name, bytes, first, milliseconds}) => [
				name,
				fixed(bytes / 1000, 0),
				fixed(first, 1),
				fixed(percentile(milliseconds, 0.5), 1),
				fixed(percentile(milliseconds, 0.95), 1),
			]),
			goals: [],
			notes: [`${runs} runs in one process; the rows after the first find compiled code.`],
			raw: timings,
		};
	},
};

function dumpTiming(runs: number): Timing {
	const bytes = syntheticDump(10_000);
	return time('dump (debug=2), 10,000 goroutines', bytes, runs, () => decodeDump(bytes));
}

function time(
	name: string,
	{length: bytes}: Uint8Array,
	runs: number,
	act: () => {readonly ok: boolean},
): Timing {
	const once = () => {
		const begun = performance.now();
		if (!act().ok) throw new Error(`${name} could not be decoded.`);
		return performance.now() - begun;
	};
	return {name, bytes, first: once(), milliseconds: Array.from({length: runs}, once)};
}
