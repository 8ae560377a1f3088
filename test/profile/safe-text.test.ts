import {expect, test} from 'vitest';
import {safeText} from '../../source/profile/safe-text.ts';

test('what terminals act on, or do not show, becomes a mark', () => {
	expect(safeText('a\u{1b}[31mb\nc\u{7f}d')).toBe('a␛[31mb␊c␡d');
	expect(safeText('a\u{202e}b\u{200b}c\u{fe0f}d')).toBe('a�b�c�d');
});

test('fillers without a glyph become marks, so that no two names look alike', () => {
	expect(safeText('main.a\u{3164}\u{115f}\u{1160}\u{ffa0}b')).toBe('main.a����b');
});

test('a vowel that terminals draw in a column of its own is written as its two parts', () => {
	expect(safeText('main.\u{e01}\u{e33}')).toBe('main.\u{e01}\u{e4d}\u{e32}');
	expect(safeText('main.\u{e81}\u{eb3}')).toBe('main.\u{e81}\u{ecd}\u{eb2}');
});

test('what joins letters into one, or colours a hand, is a mark: terminals do not agree on its width', () => {
	expect(safeText('\u{915}\u{94d}\u{937}')).toBe('\u{915}�\u{937}');
	expect(safeText('\u{1f44d}\u{1f3fd}')).toBe('\u{1f44d}�');
});

test('letters of any script stay', () => {
	expect(safeText('main.größe漢字Привет')).toBe('main.größe漢字Привет');
});
