import {boundedText} from './bounds.ts';
import type {Span} from './profile-parts.ts';

/** The strings of a profile by their index, each cut out of the bytes when it is first asked for. */
export type Names = {
	/** '' and one more `missing` when the profile has no such string. */
	readonly text: (index: number) => string;
	readonly count: number;
	readonly missing: () => number;
};

export function createNames(bytes: Uint8Array, spans: readonly Span[]): Names {
	const decoder = new TextDecoder('utf-8', {ignoreBOM: true});
	const known: (string | undefined)[] = [];
	let missing = 0;
	return {
		count: spans.length,
		missing: () => missing,
		text(index) {
			const text = known[index];
			if (text !== undefined) return text;
			const span = spans[index];
			if (span === undefined) {
				missing += 1;
				return '';
			}
			const cut = boundedText(decoder, bytes, ...span);
			known[index] = cut;
			return cut;
		},
	};
}
