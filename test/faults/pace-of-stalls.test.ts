import {expect, test} from 'vitest';
import {failure} from '../live/fake-target.ts';
import {watch} from '../live/watched.ts';

const minute = 60_000;
const hour = 60 * minute;

/** When the goroutine profile was asked for, in minutes, while it kept us waiting in vain for `minutes`. */
const askedMinutes = async (minutes: number): Promise<readonly number[]> => {
	let isStalled = true;
	const {target, clock} = watch(
		scripted => {
			scripted.answer('goroutine', ({timeoutMilliseconds}) =>
				isStalled
					? {failure: failure('timed-out'), elapsedMilliseconds: timeoutMilliseconds}
					: {body: '', elapsedMilliseconds: 3},
			);
		},
		{intervalMilliseconds: 30_000},
	);
	await clock.advance(minutes * minute);
	isStalled = false;
	await clock.advance(hour - minutes * minute);
	return target.askedAt('goroutine').map(at => Math.round(at / minute));
};

test('one stall of a profile costs a minute of it, not the quarter of an hour that it would if it had cost the target all that time', async () => {
	expect((await askedMinutes(0.5)).slice(0, 2)).toEqual([0, 1]);
});

test('an hour of stalls takes no more of the target than the budget, were it busy all that time', async () => {
	const asked = await askedMinutes(60);
	expect(asked.slice(0, 5)).toEqual([0, 1, 3, 7, 15]);
	expect((asked.length * 5000) / hour).toBeLessThan(0.012);
});
