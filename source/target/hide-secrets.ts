/** Shorter ones are in too many words to be cut out of a sentence. */
const leastCharacters = 4;

/**
 * A text that quotes the target, without what we sent to it: an answer may repeat our request. Quotes end in `…` where they
 * were cut, and may have been cut in the middle of a secret.
 */
export const hideSecrets = (text: string, secrets: readonly string[]): string =>
	secrets
		.flatMap(asRepeated)
		.filter(secret => secret.length >= leastCharacters)
		.reduce((rest, secret) => withoutBeginning(withoutAny(rest, secret), secret), text);

/** As it was sent, with single blanks as in what is quoted, and as a web page writes it. */
const asRepeated = (secret: string): readonly string[] => [
	...new Set([secret, secret.replaceAll(/\s+/gu, ' '), escaped(secret, "'"), escaped(secret, '&#39;')]),
];

const escaped = (secret: string, apostrophe: string): string =>
	secret
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', apostrophe === "'" ? '&quot;' : '&#34;')
		.replaceAll("'", apostrophe);

/** Host names and the like come back in small letters. */
const withoutAny = (text: string, secret: string): string =>
	text.replaceAll(new RegExp(secret.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, '\\$&'), 'giu'), '…');

const withoutBeginning = (text: string, secret: string): string => {
	for (let length = secret.length - 1; length >= leastCharacters; length -= 1) {
		const cut = `${secret.slice(0, length)}…`;
		if (text.includes(cut)) {
			return text.replaceAll(cut, '…');
		}
	}
	return text;
};
