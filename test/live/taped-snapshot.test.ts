import fc from 'fast-check';
import {expect, test} from 'vitest';
import {digest} from '../../source/live/digest.ts';
import {createDigestMemory} from '../../source/live/digest-memory.ts';
import {nothingHeard} from '../../source/live/tape.ts';
import {createTapeMemory} from '../../source/live/tape-memory.ts';
import {
	tapeContention,
	tapeGoroutines,
	untapeContention,
	untapeGoroutines,
} from '../../source/live/taped-snapshot.ts';
import {groupContention} from '../../source/profile/contention-snapshot.ts';
import {groupGoroutines} from '../../source/profile/goroutine-snapshot.ts';
import type {Profile} from '../../source/profile/profile.ts';
import {createStackReader} from '../../source/profile/stack-reader.ts';
import {capturedBody} from './captures.ts';

const noProfile: Profile = {
	sampleTypes: [],
	samples: [],
	takenAtUnixMilliseconds: undefined,
	durationNanoseconds: 0,
	period: 1,
	executable: undefined,
	buildId: undefined,
};

const frame = fc.record({
	functionName: fc.oneof(fc.constantFrom('main.main', 'runtime.gopark', ''), fc.string()),
	file: fc.string(),
	line: fc.nat(),
});

const profile = fc.array(frame, {minLength: 1, maxLength: 8}).chain(frames =>
	fc
		.array(
			fc.record({
				stack: fc.array(fc.constantFrom(...frames), {maxLength: 12}),
				values: fc.tuple(fc.maxSafeNat(), fc.maxSafeNat()),
				labels: fc.array(fc.record({key: fc.string(), value: fc.string()}), {maxLength: 3}),
			}),
			{maxLength: 20},
		)
		.map((samples): Profile => ({...noProfile, samples})),
);

test('any snapshot comes off the tape as it went on', () => {
	fc.assert(
		fc.property(profile, drawn => {
			const goroutines = groupGoroutines(drawn, undefined);
			expect(untapeGoroutines(structuredClone(tapeGoroutines(goroutines)))).toEqual(goroutines);
			const contention = groupContention(drawn, 'mutex', undefined);
			expect(untapeContention(structuredClone(tapeContention(contention)))).toEqual(contention);
		}),
	);
});

test('what tapes before told goes as its number, and comes off as it was', () => {
	fc.assert(
		fc.property(
			fc.array(fc.record({drawn: profile, isOther: fc.boolean()}), {minLength: 1, maxLength: 6}),
			readings => {
				const memory = createTapeMemory();
				const heard = nothingHeard();
				let generation = 0;
				for (const {drawn, isOther} of readings) {
					generation += isOther ? 1 : 0;
					const goroutines = groupGoroutines(drawn, undefined);
					const tape = structuredClone(tapeGoroutines(goroutines, memory.written(generation)));
					expect(untapeGoroutines(tape, heard)).toEqual(goroutines);
					const contention = groupContention(drawn, 'mutex', undefined);
					const next = structuredClone(tapeContention(contention, memory.written(generation)));
					expect(untapeContention(next, heard)).toEqual(contention);
				}
			},
		),
	);
});

test('rows that have not changed go as their places, and rows that have come off as they are now', () => {
	const pool = Array.from({length: 12}, (_, at) => [
		{functionName: `main.work${at % 5}`, file: 'main.go', line: 10 + (at % 5)},
		{functionName: `main.call${at}`, file: 'main.go', line: 100},
	]);
	const sample = fc.record({
		stack: fc.constantFrom(...pool),
		values: fc.tuple(fc.nat(2), fc.nat(2)),
		labels: fc.array(fc.record({key: fc.constant('k'), value: fc.constantFrom('a', 'b')}), {maxLength: 1}),
	});
	fc.assert(
		fc.property(fc.array(fc.array(sample, {maxLength: 15}), {minLength: 2, maxLength: 6}), readings => {
			const reader = createStackReader(undefined);
			const written = createTapeMemory();
			const heard = nothingHeard();
			for (const samples of readings) {
				const goroutines = groupGoroutines({...noProfile, samples}, undefined, reader);
				expect(untapeGoroutines(tapeGoroutines(goroutines, written.written(0)), heard)).toEqual(goroutines);
				for (const which of ['block', 'mutex'] as const) {
					const contention = groupContention({...noProfile, samples}, which, undefined, reader);
					const tape = tapeContention(contention, written.written(0));
					expect(untapeContention(tape, heard)).toEqual(contention);
				}
			}
		}),
	);
});

test('the second reading of a profile takes a few numbers for each site, and makes no stack anew', () => {
	const memory = createDigestMemory();
	const tapes = createTapeMemory();
	const heard = nothingHeard();
	const read = () => {
		const bytes = capturedBody('goroutine.pb.gz');
		const digested = digest({kind: 'goroutine', bytes, ownRoot: {folder: undefined}}, memory);
		if (!digested.ok || digested.value.kind !== 'goroutine') throw new Error('not read');
		const tape = tapeGoroutines(digested.value.snapshot, tapes.written(memory.interned.generation()));
		return {tape, snapshot: untapeGoroutines(structuredClone(tape), heard)};
	};
	const first = read();
	const second = read();
	expect(second.tape.strings).toEqual([]);
	expect(second.tape.numbers.length).toBeLessThan(first.tape.numbers.length / 20);
	expect(second.snapshot).toEqual(first.snapshot);
	const stacks = ({snapshot}: typeof first) =>
		snapshot.sites.flatMap(({groups}) => groups.map(({stack}) => stack));
	expect(stacks(second).every((stack, index) => stack === stacks(first)[index])).toBe(true);
	expect(second.snapshot.sites.every((row, index) => row === first.snapshot.sites[index])).toBe(true);
});

test('names made up anew each time are forgotten before they fill the memory', () => {
	const memory = createTapeMemory();
	const heard = nothingHeard();
	const name = 'x'.repeat(4000);
	for (let turn = 0; turn < 40; turn += 1) {
		const samples = Array.from({length: 100}, (_, at) => ({
			stack: [{functionName: `${name}${turn}.${at}`, file: '', line: 1}],
			values: [1],
			labels: [],
		}));
		const goroutines = groupGoroutines({...noProfile, samples}, undefined);
		expect(untapeGoroutines(tapeGoroutines(goroutines, memory.written(0)), heard)).toEqual(goroutines);
		const characters = heard.strings.reduce((sum, {length}) => sum + length, 0);
		expect(characters).toBeLessThan(12_000_000);
	}
});

test('frames that stacks share are shared again', () => {
	const digested = digest({
		kind: 'goroutine',
		bytes: capturedBody('goroutine.pb.gz'),
		ownRoot: undefined,
	});
	const snapshot = digested.ok && digested.value.kind === 'goroutine' ? digested.value.snapshot : undefined;
	const framesOf = (of: typeof snapshot) =>
		of?.sites.flatMap(({groups}) => groups.flatMap(({stack}) => [...stack])) ?? [];
	const before = framesOf(snapshot);
	const after = framesOf(snapshot && untapeGoroutines(tapeGoroutines(snapshot)));
	expect(after.length).toBe(before.length);
	expect(after.length).toBeGreaterThan(300);
	expect(new Set(after).size).toBe(new Set(before).size);
});
