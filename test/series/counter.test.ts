import fc from 'fast-check';
import {expect, test} from 'vitest';
import {stepOf} from '../../source/series/counter.ts';

test('a counter that rose gives its rise, and that per second', () => {
	expect(stepOf(100, 160, 2000)).toEqual({kind: 'step', increase: 60, perSecond: 30});
	expect(stepOf(100, 100, 2000)).toEqual({kind: 'step', increase: 0, perSecond: 0});
});

test('never a negative step: a counter that fell is another one', () => {
	fc.assert(
		fc.property(fc.nat(), fc.nat(), fc.integer({min: 1, max: 1e7}), (before, after, elapsed) => {
			const step = stepOf(before, after, elapsed);
			expect(step.kind).toBe(after < before ? 'reset' : 'step');
			expect(step.kind === 'reset' || (step.increase >= 0 && step.perSecond >= 0)).toBe(true);
		}),
		{seed: 6},
	);
});

test('what was added is what is found', () => {
	fc.assert(
		fc.property(fc.nat(), fc.nat(), (before, increase) => {
			expect(stepOf(before, before + increase, 1000)).toEqual({kind: 'step', increase, perSecond: increase});
		}),
		{seed: 7},
	);
});
