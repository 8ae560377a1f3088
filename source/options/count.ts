import type {Count} from '../profile/units.ts';

export type ParsedCount =
	| {readonly ok: true; readonly count: Count}
	| {readonly ok: false; readonly fault: string};

/** Understands `5000` and, as the screen writes it, `5,000`. A `fault` is the rest of a sentence. */
export const parseCount = (text: string): ParsedCount =>
	/^(?:\d{1,15}|\d{1,3}(?:,\d{3}){1,4})$/.test(text.trim())
		? {ok: true, count: Number(text.replaceAll(',', ''))}
		: {ok: false, fault: 'is not a whole number: write 5000.'};
