import fc from 'fast-check';
import {expect, test} from 'vitest';
import {
	addExpense,
	addRoundTrip,
	averageCost,
	type Expenses,
	expectedCost,
	firstGoroutinesCost,
	leastRoundTrip,
	type RoundTrips,
	requestCost,
	spentFraction,
} from '../../source/live/cost.ts';

test('next to the target, what a request takes is what it costs', () => {
	expect(requestCost(250, 0, 0.4)).toBeCloseTo(249.9, 5);
});

test('the way there and back is not, nor what the target waits by its own will', () => {
	expect(requestCost(184, 0, 180.3)).toBeCloseTo(4, 5);
	expect(requestCost(1185, 1000, 180.3)).toBeCloseTo(5, 5);
});

test('nothing is for free, and before the first heartbeat all of it counts', () => {
	expect(requestCost(0.1, 0, 180)).toBe(0.3);
	expect(requestCost(20, 0, undefined)).toBe(20);
});

test('a cost that rises is believed at once, one that falls within a few samples', () => {
	expect(expectedCost(undefined, 5)).toBe(5);
	expect(expectedCost(5, 200)).toBe(200);
	const falling = [200];
	for (let samples = 0; samples < 4; samples++) {
		falling.push(expectedCost(falling.at(-1), 5));
	}

	expect(falling.map(Math.round)).toEqual([200, 64, 23, 10, 7]);
});

test('one slow heartbeat hardly counts, many do', () => {
	const first = averageCost(undefined, 20);
	expect(first).toBe(0.3);
	expect(averageCost(first, 15.3)).toBeCloseTo(1.8, 5);
	let average = first;
	for (let samples = 0; samples < 50; samples++) {
		average = averageCost(average, 15.3);
	}

	expect(average).toBeCloseTo(15.3, 0);
});

test('only a crowd is worth an estimate before its first profile', () => {
	expect(firstGoroutinesCost(undefined)).toBeUndefined();
	expect(firstGoroutinesCost(50_000)).toBeUndefined();
	expect(firstGoroutinesCost(100_000)).toBeCloseTo(300, 5);
});

test('the least round trip is that of the last five minutes, and little is kept to know it', () => {
	const walk = fc.array(fc.record({afterMilliseconds: fc.nat(60_000), milliseconds: fc.nat(500)}), {
		minLength: 1,
	});
	fc.assert(
		fc.property(walk, steps => {
			let at = 0;
			let kept: RoundTrips = [];
			const all: {at: number; milliseconds: number}[] = [];
			for (const {afterMilliseconds, milliseconds} of steps) {
				at += afterMilliseconds;
				all.push({at, milliseconds});
				kept = addRoundTrip(kept, at, milliseconds);
			}

			const recent = all.filter(entry => at - entry.at < 300_000).map(({milliseconds}) => milliseconds);
			expect(leastRoundTrip(kept)).toBe(Math.min(...recent));
		}),
	);
});

test('what was spent is counted for three minutes, as a share of the time it was spent in', () => {
	let expenses: Expenses = [];
	for (let at = 0; at <= 240_000; at += 2000) {
		expenses = addExpense(expenses, at, 6);
	}

	expect(expenses.length).toBe(90);
	expect(spentFraction(expenses, 240_000)).toBeCloseTo(0.003, 4);
	expect(spentFraction(expenses, 421_000)).toBe(0);
});

test('the first request alone is not a share of its own moment', () => {
	expect(spentFraction(addExpense([], 0, 600), 1000)).toBeCloseTo(0.01, 10);
});
