import {expect, test} from 'vitest';
import {createTurns} from '../../source/target/turns.ts';

test('one at a time, in the order of asking; who gives up is passed over', async () => {
	const takeTurn = createTurns();
	const calm = new AbortController();
	const impatient = new AbortController();
	const story: string[] = [];
	const endFirst = await takeTurn(calm.signal);
	const second = takeTurn(impatient.signal).then(end =>
		story.push(end === undefined ? 'second gave up' : 'second'),
	);
	const third = takeTurn(calm.signal).then(end => {
		story.push('third');
		end?.();
	});
	impatient.abort();
	await second;
	story.push('first ends');
	endFirst?.();
	await third;
	expect(story).toEqual(['second gave up', 'first ends', 'third']);
	expect(await takeTurn(impatient.signal)).toBeUndefined();
	expect(await takeTurn(calm.signal)).toBeTypeOf('function');
});
