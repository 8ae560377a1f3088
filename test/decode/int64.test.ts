import {expect, test} from 'vitest';
import {signedNumber, unsignedNumber} from '../../source/decode/int64.ts';

test('a long number is negative when its sign bit is set', () => {
	expect(signedNumber(2n ** 64n - 1n)).toBe(-1);
	expect(signedNumber(2n ** 40n)).toBe(2 ** 40);
	expect(signedNumber(300)).toBe(300);
});

test('an id is never negative', () => {
	expect(unsignedNumber(2n ** 64n - 1n)).toBe(2 ** 64);
	expect(unsignedNumber(2n ** 70n + 5n)).toBe(5);
});
