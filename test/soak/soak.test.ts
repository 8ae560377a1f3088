import {expect, test} from 'vitest';
import {leakFaults} from './judge-soak.ts';
import {simulate} from './simulate.ts';

const mebibyte = 1024 * 1024;

/** `node test/soak/soak.ts --days 2` is the long one, which looks at memory to the percent. */
test('two hours with restarts, faults, keys and resizes leave nothing behind', {
	timeout: 120_000,
}, async () => {
	const soaked = await simulate(
		{
			hours: 2,
			seed: 20261121,
			intervalMilliseconds: 15_000,
			frameEveryMilliseconds: 120_000,
			faultChance: 0.02,
			restMilliseconds: 0,
			folder: import.meta.dirname,
			workerUrl: new URL('../live/decode-worker-entry.ts', import.meta.url),
		},
		() => undefined,
	);
	expect(leakFaults(soaked)).toEqual([]);
	const [first, second] = soaked.hours.map(({heapUsedBytes}) => heapUsedBytes / mebibyte);
	expect(second).toBeLessThan((first ?? 0) + 8);
	expect(soaked.faults).toBeGreaterThan(30);
	expect(soaked.restarts).toBeGreaterThan(0);
	expect(soaked.deeds).toBeGreaterThan(100);
});
