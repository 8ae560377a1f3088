import {expect, test} from 'vitest';
import {createSchedule} from '../../source/live/schedule.ts';

test('who waits for its turn a moment keeps its beat, and who waits for long begins another', () => {
	let now = 1_000_000;
	const settings = {intervalMilliseconds: 2000, budgetFraction: 1, leaksIntervalMilliseconds: undefined};
	const schedule = createSchedule({
		now: () => now,
		settings: () => settings,
		isRegular: () => false,
		random: () => 0.5,
	});
	const nextAfterBeginning = (at: number) => {
		now = at;
		schedule.began('block');
		return schedule.dueAt('block');
	};
	expect(nextAfterBeginning(1_000_000)).toBe(1_002_000);
	expect(nextAfterBeginning(1_002_003)).toBe(1_004_000);
	expect(nextAfterBeginning(1_004_240)).toBe(1_006_000);
	expect(nextAfterBeginning(1_006_260)).toBe(1_008_260);
});
