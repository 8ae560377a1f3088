import type {Interned} from './interned.ts';
import type {Spans} from './profile-parts.ts';

/** The strings of a profile by their index, each cut out of the bytes when it is first asked for. */
export type Names = {
	/** '' and one more `missing` when the profile has no such string. */
	readonly text: (index: number) => string;
	readonly count: number;
	readonly missing: () => number;
};

export function createNames(bytes: Uint8Array, spans: Spans, interned: Pick<Interned, 'text'>): Names {
	const known: (string | undefined)[] = [];
	let missing = 0;
	return {
		count: spans.length / 2,
		missing: () => missing,
		text(index) {
			const text = known[index];
			if (text !== undefined) return text;
			const start = spans[index * 2];
			const end = spans[index * 2 + 1];
			if (start === undefined || end === undefined) {
				missing += 1;
				return '';
			}
			const cut = interned.text(bytes, start, end);
			known[index] = cut;
			return cut;
		},
	};
}
