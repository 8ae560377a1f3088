/** What JSON lets through as it is, and a terminal or a reader would act on: DEL, C1 controls, marks of direction. */
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A value as indented JSON that is plain text for a terminal too; who parses it gets every character as it was. */
export function jsonText(value: unknown): string {
	return JSON.stringify(value, undefined, 2).replace(unsafe, character =>
		character === '\n' ? character : escaped(character),
	);
}

function escaped(character: string): string {
	return Array.from({length: character.length}, (_, index) => {
		const unit = character.charCodeAt(index).toString(16).padStart(4, '0');
		return `\\u${unit}`;
	}).join('');
}
