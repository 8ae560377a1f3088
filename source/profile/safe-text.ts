/**
 * Names from a target are untrusted: they can hold escape sequences, newlines, bidirectional overrides and characters
 * without width, any of which would let a label rewrite the screen. Each becomes one visible mark. So do characters on
 * whose width terminals disagree, for a row that is one column too long scrolls the screen: fillers of Hangul, what joins
 * Indic consonants, skin tones.
 */
const unsafe =
	/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u{115f}\u{1160}\u{3164}\u{ffa0}\u{94d}\u{9cd}\u{a4d}\u{acd}\u{b4d}\u{bcd}\u{c4d}\u{ccd}\u{d4d}\u{dca}\p{Emoji_Modifier}]|\p{Variation_Selector}/u;
const unsafeEach = new RegExp(unsafe.source, 'gu');
const printableAscii = /^[\x20-\x7e]*$/u;

/** The text with every character that a terminal would act on shown instead: `␛[31m`, `␊`. Never throws. */
export function safeText(text: string): string {
	if (printableAscii.test(text)) {
		return text;
	}

	const marked = unsafe.test(text) ? text.replace(unsafeEach, visibleMark) : text;
	return signsAm.test(marked) ? marked.replace(signsAmEach, inTwo) : marked;
}

/** One column by the tables of Unicode, a column of its own on terminals; its two parts are counted alike by all. */
const signsAm = /[\u{e33}\u{eb3}]/u;
const signsAmEach = new RegExp(signsAm.source, 'gu');

function inTwo(sign: string): string {
	return sign === '\u{e33}' ? '\u{e4d}\u{e32}' : '\u{ecd}\u{eb2}';
}

function visibleMark(character: string): string {
	const code = character.codePointAt(0) ?? 0;
	if (code < 0x20) {
		return String.fromCodePoint(0x2400 + code);
	}

	return code === 0x7f ? '␡' : '�';
}
