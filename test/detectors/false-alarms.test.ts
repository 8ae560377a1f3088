import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {draw, watch} from './draw.ts';
import {added, batches, leak, ramp, type Shape, sampled, sawtooth, traffic, warmUp} from './series-shapes.ts';

const quiet = ['web.serve[net read]', Array.from({length: 330}, () => 40)] as const;

/** What is said of a place that goes like this for eleven minutes. */
function saidOf(shape: Shape, seed: number, kind = 'select', polls = 330): readonly string[] {
	return watch(draw({sites: [[`job.run[${kind}]`, sampled(shape, {polls, seed})], quiet]})).said;
}

const share = fc.double({min: 0, max: 1, noNaN: true});
const seconds = (min: number, max: number) => fc.double({min, max, noNaN: true});
const seed = fc.integer({min: 1, max: 1e6});
const runs = {seed: 20260117, numRuns: 40} as const;

/** Blocked sends have a faster rule. Locks are left out: a pile-up of those is rightly spoken of at once. */
const growthKind = fc.constantFrom('select', 'chan send', 'chan receive');

describe('what must never fire', () => {
	test('500 goroutines that rise and fall every 3 to 7 s', () => {
		fc.assert(
			fc.property(seconds(3, 7), share, seed, growthKind, (period, phase, at, waitKind) => {
				expect(saidOf(sawtooth(20, 500, period, phase), at, waitKind)).toEqual([]);
			}),
			runs,
		);
	});

	test('500 goroutines that rise and fall in step with the polls', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(3, 4, 5, 6),
				seconds(-0.03, 0.03),
				share,
				seed,
				(period, drift, phase, at) => {
					expect(saidOf(sawtooth(20, 500, period + drift, phase), at)).toEqual([]);
				},
			),
			runs,
		);
	});

	test('batches of 500 that come every 3 to 90 s', () => {
		fc.assert(
			fc.property(
				seconds(3, 90),
				share,
				seconds(0.2, 0.9),
				seed,
				growthKind,
				(period, phase, busy, at, waitKind) => {
					expect(saidOf(batches(20, 500, period, phase, busy), at, waitKind)).toEqual([]);
				},
			),
			runs,
		);
	});

	test('a warm-up within the first 30 s, even or levelling off', () => {
		fc.assert(
			fc.property(
				seconds(2, 30),
				fc.integer({min: 50, max: 4000}),
				seed,
				growthKind,
				(span, height, at, waitKind) => {
					expect(saidOf(ramp(10, height, 0, span), at, waitKind, 100)).toEqual([]);
					expect(saidOf(warmUp(10, height, Math.min(span, 25)), at, waitKind, 100)).toEqual([]);
				},
			),
			runs,
		);
	});

	test('one slow step up', () => {
		const height = fc.integer({min: 50, max: 4000});
		fc.assert(
			fc.property(seconds(20, 300), seconds(5, 60), height, seed, (begin, span, by, at) => {
				expect(saidOf(ramp(100, by, begin, span), at)).toEqual([]);
			}),
			runs,
		);
		fc.assert(
			fc.property(seconds(120, 400), seconds(60, 120), height, seed, (begin, span, by, at) => {
				expect(saidOf(ramp(100, by, begin, span), at)).toEqual([]);
			}),
			runs,
		);
	});

	test('a step up of blocked sends that ends within half a minute', () => {
		fc.assert(
			fc.property(
				seconds(20, 300),
				seconds(5, 30),
				fc.integer({min: 50, max: 900}),
				seed,
				(begin, span, height, at) => {
					expect(saidOf(ramp(100, height, begin, span), at, 'chan send')).toEqual([]);
				},
			),
			runs,
		);
	});

	test('traffic at random around a steady mean', () => {
		fc.assert(
			fc.property(
				fc.integer({min: 20, max: 3000}),
				seconds(0.2, 90),
				seed,
				growthKind,
				(mean, stay, at, waitKind) => {
					expect(saidOf(traffic(mean, stay), at, waitKind)).toEqual([]);
				},
			),
			runs,
		);
	});

	test('a pool that stays as large as it is', () => {
		expect(saidOf(() => 4000, 1, 'chan receive')).toEqual([]);
	});
});

describe('what must fire', () => {
	test('a leak of 5 goroutines per second is named within 60 s, beside any traffic elsewhere', () => {
		fc.assert(
			fc.property(
				seed,
				fc.integer({min: 0, max: 2000}),
				seconds(0.2, 30),
				growthKind,
				(at, mean, stay, waitKind) => {
					const leaking = sampled(leak(5), {polls: 31, seed: at});
					const busy = sampled(traffic(mean, stay), {polls: 31, seed: at + 1});
					const {log} = watch(
						draw({
							sites: [
								[`worker.send[${waitKind}]`, leaking],
								['web.handle[select]', busy],
							],
						}),
					);
					const place = log.firing.flatMap(({sites}) => sites.slice(0, 1));
					expect(place).toContainEqual(
						expect.stringContaining(`example.com/shop/worker.send\n/src/shop/worker/worker.go:88\n`),
					);
				},
			),
			runs,
		);
	});

	test('a leak that begins later is named once five minutes show it', () => {
		const said = saidOf(
			added(leak(5, 60), () => 100),
			7,
		);
		expect(said).toEqual([
			'316s warning goroutine-growth: 1,370 in select, +282/min, 100% of all growth',
			'316s critical site-growth: 1,380 in select, +282/min',
		]);
	});

	test('blocked sends that begin to pile up later are named within a minute', () => {
		expect(saidOf(leak(5, 100), 7, 'chan send')[0]).toBe(
			'142s critical site-growth: 210 in chan send, +300/min',
		);
	});
});
