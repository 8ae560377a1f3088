import {expect, test} from 'vitest';
import {plainText} from '../../source/target/plain-text.ts';

test('escape sequences and direction marks become a space', () => {
	expect(plainText('a\u001b]0;title\u0007b', 80)).toBe('a ]0;title b');
	expect(plainText('\u009b31mred\u202egnp.exe\u2066', 80)).toBe('31mred gnp.exe');
	expect(plainText('one\r\n\ttwo\u2028three\u0000', 80)).toBe('one two three');
	expect(plainText('\ud800lone', 80)).toBe('lone');
});

test('cut at whole characters, with a mark', () => {
	expect(plainText('äöü😀😀😀', 6)).toBe('äöü😀😀😀');
	expect(plainText('äöü😀😀😀', 5)).toBe('äöü😀…');
	expect(plainText('x'.repeat(10_000_000), 80)).toBe(`${'x'.repeat(79)}…`);
});
