/**
 * Names from a target are untrusted: they can hold escape sequences, newlines, bidirectional overrides and characters
 * without width, any of which would let a label rewrite the screen. Each becomes one visible mark.
 */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]|\p{Variation_Selector}/u;
const unsafeEach = new RegExp(unsafe.source, 'gu');
const printableAscii = /^[\x20-\x7e]*$/u;

/** The text with every character that a terminal would act on shown instead: `␛[31m`, `␊`. Never throws. */
export function safeText(text: string): string {
	return printableAscii.test(text) || !unsafe.test(text) ? text : text.replace(unsafeEach, visibleMark);
}

function visibleMark(character: string): string {
	const code = character.codePointAt(0) ?? 0;
	if (code < 0x20) {
		return String.fromCodePoint(0x2400 + code);
	}

	return code === 0x7f ? '␡' : '�';
}
