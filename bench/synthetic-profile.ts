import {Buffer} from 'node:buffer';
import {Function as FunctionEntry, Location, Profile, Sample, StringTable} from 'pprof-format';
import type {Count} from '../source/profile/units.ts';

export type Drawing = {
	readonly kind: 'goroutine' | 'block' | 'mutex';
	readonly stacks: Count;
	/** Where goroutines wait in the program's own code; stacks differ further down. */
	readonly sites: Count;
	/** Counters grow with it, as from one poll to the next. */
	readonly turn: Count;
	/** Which of the numbers another turn changes: every seventh one much (when not said), or half of them slightly. */
	readonly changes?: 'much' | 'slightly';
};

const depth = 20;
/** As in the captures of real programs: three functions a stack, and fewer the more stacks share them. */
const callersOf = (stacks: Count) => Math.min(2000, 3 * stacks);
/** What stands above the own code in each kind of profile, innermost first. */
const tops = {
	goroutine: ['runtime.gopark', 'runtime.chanrecv', 'runtime.chanrecv1'],
	block: ['runtime.chanrecv1'],
	mutex: ['sync.(*Mutex).Unlock'],
};
const sampleTypes = {
	goroutine: [['goroutine', 'count']],
	block: [
		['contentions', 'count'],
		['delay', 'nanoseconds'],
	],
	mutex: [
		['contentions', 'count'],
		['delay', 'nanoseconds'],
	],
} as const;

/** Encodes a profile of `stacks` different stacks of 20 frames, as a large program has them. */
export function syntheticProfile({
	kind,
	stacks,
	sites,
	turn,
	changes = 'much',
}: Drawing): Uint8Array<ArrayBuffer> {
	const strings = new StringTable();
	const functions: FunctionEntry[] = [];
	const locations: Location[] = [];
	const idByName = new Map<string, number>();
	const locate = (name: string): number => {
		const known = idByName.get(name);
		if (known !== undefined) return known;
		const id = idByName.size + 1;
		idByName.set(name, id);
		const filename = strings.dedup(`/home/build/${name.replaceAll(/[().*]+/g, '/')}.go`);
		functions.push(
			new FunctionEntry({id, name: strings.dedup(name), systemName: strings.dedup(name), filename}),
		);
		const line = [{functionId: id, line: 20 + (id % 400)}];
		locations.push(new Location({id, address: 0x400000 + id * 64, line}));
		return id;
	};
	const random = seeded(stacks);
	const pick = (count: Count) => Math.floor(random() * count);
	const top = tops[kind].map(locate);
	const sample = Array.from({length: stacks}, (_, index) => {
		const site = locate(ownName('wait', index % sites));
		const callers = Array.from({length: depth - top.length - 1}, () =>
			locate(ownName('call', pick(callersOf(stacks)))),
		);
		const count = 1 + pick(20) + (index % 7 === 0 ? turn : 0);
		const much = kind === 'goroutine' ? [count] : [count * 3, count * (1_000_000 + pick(1e9))];
		const value = changes === 'much' ? much : slightlyChanged(kind, stacks - index, turn);
		return new Sample({locationId: [...top, site, ...callers], value});
	});
	const bytes = new Profile({
		stringTable: strings,
		sampleType: sampleTypes[kind].map(([type, unit]) => ({
			type: strings.dedup(type),
			unit: strings.dedup(unit),
		})),
		periodType: {type: strings.dedup(sampleTypes[kind][0][0]), unit: strings.dedup('count')},
		period: 1,
		timeNanos: 1_790_000_000_000_000_000n + BigInt(turn) * 1_000_000_000n,
		function: functions,
		location: locations,
		sample,
	}).encode();
	return new Uint8Array(Buffer.from(bytes));
}

/** In an order that stays: every second count goes up and down by one, every second counter grows a little. */
function slightlyChanged(kind: Drawing['kind'], rank: Count, turn: Count): number[] {
	const isChanging = rank % 2 === 0;
	if (kind === 'goroutine') return [rank * 5 + (isChanging ? turn % 2 : 0)];
	const events = rank * 100 + (isChanging ? turn * (1 + (rank % 3)) : 0);
	return [events, events * 1_000_000];
}

const ownName = (what: string, index: number) =>
	`example.com/shop/internal/part${index % 40}.(*Server).${what}${index}`;

/** Numbers from 0 to 1, the same ones in every run (mulberry32). */
function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}
