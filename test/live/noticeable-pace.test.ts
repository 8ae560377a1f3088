import {expect, test} from 'vitest';
import {isNoticeable} from '../../source/live/noticeable-pace.ts';

const usual = {costFraction: 0.004, slowedTo: undefined};

test.each([
	['the first', undefined, usual, true],
	['the same again', usual, {...usual}, false],
	['a little more', usual, {...usual, costFraction: 0.0043}, false],
	['a tenth more', usual, {...usual, costFraction: 0.0045}, true],
	[
		'much more of next to nothing',
		{...usual, costFraction: 0.00001},
		{...usual, costFraction: 0.0001},
		false,
	],
	['slowed', usual, {...usual, slowedTo: 4000}, true],
	['slowed a little more', {...usual, slowedTo: 30_000}, {...usual, slowedTo: 31_000}, false],
	['slowed much more', {...usual, slowedTo: 30_000}, {...usual, slowedTo: 40_000}, true],
	['no longer slowed', {...usual, slowedTo: 4000}, usual, true],
])('%s', (_, before, after, expected) => {
	expect(isNoticeable(before, after)).toBe(expected);
});
