import {expect, test} from 'vitest';
import {createLane} from '../../source/live/lane.ts';

/** Who gets in, when everybody asks at once and leaves as soon as in. */
const order = async (...callers: readonly string[]) => {
	const lane = createLane();
	const entered: string[] = [];
	await Promise.all(
		callers.map(async caller => {
			const leave = await lane.enter(caller.startsWith('urgent'));
			entered.push(caller);
			await Promise.resolve();
			leave();
		}),
	);
	return entered;
};

test('callers are let in by the order of asking', async () => {
	expect(await order('a', 'b', 'c')).toEqual(['a', 'b', 'c']);
});

test('an urgent one goes before those who wait', async () => {
	expect(await order('a', 'b', 'c', 'urgent')).toEqual(['a', 'urgent', 'b', 'c']);
});

test('and then lets one of them go', async () => {
	expect(await order('a', 'b', 'c', 'urgent 1', 'urgent 2', 'urgent 3')).toEqual([
		'a',
		'urgent 1',
		'b',
		'urgent 2',
		'c',
		'urgent 3',
	]);
});

test('nobody is let in before the one before has left', async () => {
	const lane = createLane();
	const leave = await lane.enter(false);
	let isIn = false;
	const second = lane.enter(true).then(() => {
		isIn = true;
	});
	await new Promise(resolve => setImmediate(resolve));
	expect(isIn).toBe(false);
	leave();
	await second;
	expect(isIn).toBe(true);
});
