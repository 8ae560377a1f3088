/** Everything a terminal could act on or a reader could be misled by: controls, direction marks, line separators, glyphs that are no letters. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]+/gu;

/**
 * Text from outside (the person's arguments, the target's replies) made fit for a sentence: unprintable characters
 * become one space, the ends are trimmed, and what is longer than `maxCharacters` ends in `…`.
 */
export const plainText = (text: string, maxCharacters: number): string => {
	// The cut before the replacement bounds the work on hostile input; four units are enough for any one character.
	const characters = [
		...text
			.slice(0, maxCharacters * 4)
			.replace(unprintable, ' ')
			.trim(),
	];
	return characters.length > maxCharacters
		? `${characters.slice(0, maxCharacters - 1).join('')}…`
		: characters.join('');
};
