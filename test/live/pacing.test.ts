import fc from 'fast-check';
import {expect, test} from 'vitest';
import {expectedCost} from '../../source/live/cost.ts';
import {endpoints} from '../../source/live/endpoint.ts';
import {backoffDelay, budgetBeside, type Demand, pacedDelay, shareBudget} from '../../source/live/pacing.ts';

const cost = fc.double({min: 0.3, max: 3000, noNaN: true});
const wanted = fc.double({min: 100, max: 600_000, noNaN: true});
const budget = fc.double({min: 0.0001, max: 1, noNaN: true});
const demand = fc.record({
	weight: fc.double({min: 0.01, max: 1, noNaN: true}),
	wantedMilliseconds: wanted,
	costMilliseconds: cost,
});
const demands = fc.array(demand, {minLength: 1, maxLength: 8});
const rounding = 1 + 1e-9;

/** Share of a core that somebody takes who asks whenever its delay is over. */
const taken = (of: Demand, share: number) => of.costMilliseconds / pacedDelay(of, share);

test('the weights of the endpoints add up to one', () => {
	expect(endpoints.reduce((sum, {weight}) => sum + weight, 0)).toBeCloseTo(1, 10);
});

test('all together never take more than the budget', () => {
	fc.assert(
		fc.property(demands, budget, (drawn, budgetFraction) => {
			const shares = shareBudget(drawn, budgetFraction);
			const sum = drawn.reduce((total, of, index) => total + taken(of, shares[index] ?? 0), 0);
			expect(sum).toBeLessThanOrEqual(budgetFraction * rounding);
		}),
	);
});

test('nobody gets less than its weight gives it, or than it wants', () => {
	fc.assert(
		fc.property(demands, budget, (drawn, budgetFraction) => {
			const weights = drawn.reduce((sum, {weight}) => sum + weight, 0);
			for (const [index, share] of shareBudget(drawn, budgetFraction).entries()) {
				const {weight, costMilliseconds, wantedMilliseconds} = drawn[index] as Demand;
				const guaranteed = (budgetFraction * weight) / weights;
				expect(share * rounding).toBeGreaterThanOrEqual(
					Math.min(guaranteed, costMilliseconds / wantedMilliseconds),
				);
			}
		}),
	);
});

test('whatever a profile costs from one time to the next, each is paid for before the next', () => {
	fc.assert(
		fc.property(
			fc.array(cost, {minLength: 2, maxLength: 50}),
			wanted,
			budget,
			(costs, wantedMilliseconds, share) => {
				let expected: number | undefined;
				let elapsedMilliseconds = 0;
				let spentMilliseconds = 0;
				for (const costMilliseconds of costs) {
					expect(spentMilliseconds).toBeLessThanOrEqual(elapsedMilliseconds * share * rounding);
					expected = expectedCost(expected, costMilliseconds);
					spentMilliseconds += costMilliseconds;
					elapsedMilliseconds += pacedDelay({wantedMilliseconds, costMilliseconds: expected}, share);
				}
			},
		),
	);
});

test('what costs more is not asked for more often', () => {
	fc.assert(
		fc.property(demands, cost, budget, (drawn, more, budgetFraction) => {
			const [first, ...others] = drawn as [Demand, ...Demand[]];
			const dearer = {...first, costMilliseconds: first.costMilliseconds + more};
			const delay = (of: Demand) => pacedDelay(of, shareBudget([of, ...others], budgetFraction)[0] ?? 0);
			expect(delay(dearer) * rounding).toBeGreaterThanOrEqual(delay(first));
		}),
	);
});

test('a delay is a number that a timer can wait for, never below the wanted interval', () => {
	const any = fc.double({min: 0, max: 1e9, noNaN: true});
	fc.assert(
		fc.property(
			any,
			wanted,
			fc.double({min: 0, max: 1, noNaN: true}),
			(costMilliseconds, wantedMilliseconds, share) => {
				const delay = pacedDelay({wantedMilliseconds, costMilliseconds}, share);
				expect(delay).toBeGreaterThanOrEqual(wantedMilliseconds);
				expect(delay).toBeLessThanOrEqual(365 * 24 * 3_600_000);
			},
		),
	);
});

test('a quarter of a second of a hundred thousand goroutines is taken twice a minute', () => {
	const others = [
		{weight: 0.14, wantedMilliseconds: 2000, costMilliseconds: 1.5},
		{weight: 0.14, wantedMilliseconds: 2000, costMilliseconds: 1},
		{weight: 0.12, wantedMilliseconds: 15_000, costMilliseconds: 6},
	];
	const goroutines = {weight: 0.6, wantedMilliseconds: 2000, costMilliseconds: 250};
	const left = budgetBeside({wantedMilliseconds: 2000, costMilliseconds: 0.4}, 0.01);
	const shares = shareBudget([goroutines, ...others], left);
	expect(pacedDelay(goroutines, shares[0] ?? 0) / 1000).toBeCloseTo(31, 0);
	expect(others.map((of, index) => pacedDelay(of, shares[index + 1] ?? 0))).toEqual([2000, 2000, 15_000]);
});

test('a heartbeat that eats up the budget leaves a quarter for the rest', () => {
	expect(budgetBeside({wantedMilliseconds: 100, costMilliseconds: 5}, 0.01)).toBeCloseTo(0.0025, 10);
});

const backoff = (failures: number, random: number, more: {retryAt?: number; wanted?: number} = {}) =>
	backoffDelay({
		wantedMilliseconds: more.wanted ?? 2000,
		failures,
		random,
		now: 1_000_000,
		retryAtUnixMilliseconds: more.retryAt,
		longestMilliseconds: 30_000,
	});

test('failures in a row double the time in which the next try may come, up to a bound', () => {
	expect([1, 2, 3, 4, 5, 1000].map(failures => backoff(failures, 1))).toEqual([
		4000, 8000, 16_000, 30_000, 30_000, 30_000,
	]);
	expect([1, 5, 1000].map(failures => backoff(failures, 0))).toEqual([2000, 2000, 2000]);
	expect(backoff(3, 0.5)).toBe(9000);
});

test('an interval beyond thirty seconds is kept', () => {
	expect(backoff(7, 0.9, {wanted: 60_000})).toBe(60_000);
});

test('nobody comes before the target asked for it', () => {
	expect(backoff(1, 0, {retryAt: 1_090_000})).toBe(90_000);
	expect(backoff(1, 0, {retryAt: 900_000})).toBe(2000);
});
