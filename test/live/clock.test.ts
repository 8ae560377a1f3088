import {expect, test} from 'vitest';
import {systemClock} from '../../source/live/clock.ts';

const set = () => {
	const sources = {wallMilliseconds: 1_700_000_000_000, monotonicMilliseconds: 50};
	const clock = systemClock({
		wall: () => sources.wallMilliseconds,
		monotonic: () => sources.monotonicMilliseconds,
	});
	const pass = (wallMilliseconds: number, monotonicMilliseconds = wallMilliseconds) => {
		sources.wallMilliseconds += wallMilliseconds;
		sources.monotonicMilliseconds += monotonicMilliseconds;
	};
	return {clock, pass};
};

test('it is wall time', () => {
	const {clock, pass} = set();
	pass(1234);
	expect(clock.now()).toBe(1_700_000_001_234);
});

test('a wall clock that is set back does not turn it back', () => {
	const {clock, pass} = set();
	pass(-3_600_000, 10);
	expect(clock.now()).toBe(1_700_000_000_010);
});

test('small corrections of the wall clock do not move it', () => {
	const {clock, pass} = set();
	pass(1500, 1000);
	expect(clock.now()).toBe(1_700_000_001_000);
});

test('after a sleep of the machine it is wall time again', () => {
	const {clock, pass} = set();
	pass(8 * 3_600_000, 20);
	expect(clock.now()).toBe(1_700_000_000_000 + 8 * 3_600_000);
	pass(1000);
	expect(clock.now()).toBe(1_700_000_001_000 + 8 * 3_600_000);
});

test('it calls back, unless cancelled, and not at once for a year', async () => {
	const clock = systemClock();
	const called: string[] = [];
	const cancelYear = clock.after(365 * 24 * 3_600_000, () => called.push('a year'));
	const cancelled = clock.after(0, () => called.push('cancelled'));
	cancelled();
	await new Promise<void>(resolve => {
		clock.after(1, resolve);
	});
	cancelYear();
	expect(called).toEqual([]);
});
