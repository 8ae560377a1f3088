import fc from 'fast-check';
import {expect, test} from 'vitest';
import {digest} from '../../source/live/digest.ts';
import {
	tapeContention,
	tapeGoroutines,
	untapeContention,
	untapeGoroutines,
} from '../../source/live/taped-snapshot.ts';
import {groupContention} from '../../source/profile/contention-snapshot.ts';
import {groupGoroutines} from '../../source/profile/goroutine-snapshot.ts';
import type {Profile} from '../../source/profile/profile.ts';
import {capturedBody} from './captures.ts';

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
		.map(
			(samples): Profile => ({
				sampleTypes: [],
				samples,
				takenAtUnixMilliseconds: undefined,
				durationNanoseconds: 0,
				period: 1,
				executable: undefined,
				buildId: undefined,
			}),
		),
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
