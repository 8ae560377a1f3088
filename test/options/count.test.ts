import {expect, test} from 'vitest';
import {parseCount} from '../../source/options/count.ts';

test.each([
	['5000', 5000],
	['5,000', 5000],
	[' 1,000,000 ', 1_000_000],
	['0', 0],
])('%s', (text, count) => {
	expect(parseCount(text)).toEqual({ok: true, count});
});

test.each(['', '-1', '1.5', '50,00', ',500', '1e3', '1k', '9'.repeat(16)])('"%s" is no count', text => {
	expect(parseCount(text)).toEqual({ok: false, fault: 'is not a whole number: write 5000.'});
});
