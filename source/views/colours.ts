import type {Row, Tone} from '../present/row.ts';

/** How many colours the terminal shows. `none` keeps bold, dim and inverse: they are not colours. */
export type ColourDepth = 'none' | 'sixteen';

/** Turns a row into the text that is written, styles included. */
export type Paint = (row: Row) => string;

// The sixteen named colours only: they follow the person's own theme, light or dark.
const coloured: {readonly [tone in Tone]: readonly [open: string, close: string]} = {
	plain: ['', ''],
	dim: ['2', '22'],
	strong: ['1', '22'],
	own: ['1', '22'],
	accent: ['36', '39'],
	good: ['32', '39'],
	info: ['34', '39'],
	warning: ['33', '39'],
	critical: ['1;31', '22;39'],
	border: ['2', '22'],
};

const colourless: typeof coloured = {
	...coloured,
	accent: ['', ''],
	good: ['', ''],
	info: ['', ''],
	warning: ['1', '22'],
	critical: ['1', '22'],
};

export function painter(depth: ColourDepth): Paint {
	const styles = depth === 'none' ? colourless : coloured;
	return ({segments, selected}) => {
		if (selected) {
			// One bar over the whole row: colours of its parts would tear it.
			return styled(segments.map(({text}) => text).join(''), ['7', '27']);
		}

		return segments.map(({text, tone}) => styled(text, styles[tone])).join('');
	};
}

function styled(text: string, [open, close]: readonly [string, string]): string {
	return open === '' || text === '' ? text : `\u{1b}[${open}m${text}\u{1b}[${close}m`;
}
