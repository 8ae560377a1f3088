import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {endOfStyleSequence, isPlainCode, plainRowWidth} from '../../scripts/bundle/runtime/plain-row.ts';

const plainCharacters = Array.from({length: 0x10000}, (_, code) => code)
	.filter(isPlainCode)
	.map(code => String.fromCharCode(code));

describe('isPlainCode', () => {
	test('takes only characters that string-width measures as one column', () => {
		expect(plainCharacters.length).toBeGreaterThan(1000);
		expect(plainCharacters.filter(character => stringWidth(character) !== 1)).toEqual([]);
	});

	test('takes no character that joins another into one cluster', () => {
		const segments = [...new Intl.Segmenter().segment(plainCharacters.join(''))];
		expect(segments.length).toBe(plainCharacters.length);
		expect(plainCharacters.filter(character => /\p{Emoji_Presentation}/u.test(character))).toEqual([]);
	});
});

describe('plainRowWidth', () => {
	test.each(['', 'goroutines 12', '\u001B[1;38;5;208mhot\u001B[0m │▁▂▃│ …', '\u001B[mx'])(
		'measures %j',
		row => {
			expect(plainRowWidth(row)).toBe(stringWidth(row));
		},
	);

	test.each([
		'漢字',
		'a\nb',
		'a\tb',
		'e\u0301',
		'⚠\uFE0F',
		'\u001B]8;;x\u0007link',
		'\u001B[2K',
		'\u001B[31',
		'\u0007',
	])('leaves %j to string-width', row => {
		expect(plainRowWidth(row)).toBe(-1);
	});
});

describe('endOfStyleSequence', () => {
	test('finds the end of a style sequence only', () => {
		expect(endOfStyleSequence('ab\u001B[1;31mc', 2)).toBe(9);
		expect(endOfStyleSequence('ab\u001B[1;31mc', 0)).toBe(-1);
		expect(endOfStyleSequence('\u001B[4:3m', 0)).toBe(-1);
		expect(endOfStyleSequence('\u001B[3', 0)).toBe(-1);
	});
});
