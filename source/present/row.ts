import type {Count} from '../profile/units.ts';

/** What a piece of text is, not how it looks: colours are chosen by the views. */
export type Tone =
	| 'plain'
	| 'dim'
	| 'strong'
	| 'own'
	| 'accent'
	| 'good'
	| 'info'
	| 'warning'
	| 'critical'
	| 'border';

export type Segment = {readonly text: string; readonly tone: Tone};

/** One line of the screen. A selected row stands out over its whole width. */
export type Row = {readonly segments: readonly Segment[]; readonly selected: boolean};

export function segment(text: string, tone: Tone = 'plain'): Segment {
	return {text, tone};
}

export function row(...segments: readonly (Segment | string)[]): Row {
	return {
		segments: segments.map(part => (typeof part === 'string' ? segment(part) : part)),
		selected: false,
	};
}

export const blankRow: Row = {segments: [], selected: false};

/** `rows` with blank ones below until there are `heightRows`; no row is taken away. */
export function padTo(rows: readonly Row[], heightRows: Count): readonly Row[] {
	return [...rows, ...new Array<Row>(Math.max(0, heightRows - rows.length)).fill(blankRow)];
}

export function textOf({segments}: Row): string {
	return segments.map(({text}) => text).join('');
}
