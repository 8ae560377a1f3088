/** Shorter ones are in too many words to be cut out of a sentence. */
const leastCharacters = 4;

/**
 * A text that quotes the target, without what we sent to it: an answer may repeat our request. Quotes end in `…` where they
 * were cut, and may have been cut in the middle of a secret.
 */
export const hideSecrets = (text: string, secrets: readonly string[]): string =>
	secrets
		.filter(secret => secret.length >= leastCharacters)
		.reduce((rest, secret) => withoutBeginning(rest.replaceAll(secret, '…'), secret), text);

const withoutBeginning = (text: string, secret: string): string => {
	for (let length = secret.length - 1; length >= leastCharacters; length -= 1) {
		const cut = `${secret.slice(0, length)}…`;
		if (text.includes(cut)) {
			return text.replaceAll(cut, '…');
		}
	}
	return text;
};
