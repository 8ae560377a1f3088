import {setTimeout} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {tidyHeapRegularly} from '../../source/commands/tidy-heap.ts';
import {fakeClock} from '../live/fake-clock.ts';

test('every ten minutes what nobody holds is given back, until it is ended', async () => {
	const clock = fakeClock();
	const stop = tidyHeapRegularly(clock);
	for (let round = 0; round < 2; round += 1) {
		const held = new WeakRef({round});
		// What a weak reference was made for lives to the end of the turn.
		await setTimeout(1);
		expect(held.deref()).toEqual({round});
		await clock.advance(600_000);
		expect(held.deref()).toBeUndefined();
	}
	stop();
	expect(clock.timers()).toBe(0);
});
