import type {Row, Tone} from '../present/row.ts';

/** How many colours the terminal shows. `none` keeps bold, dim and inverse: they are not colours. */
export type ColourDepth = 'none' | 'sixteen';

/** Turns a row into the text that is written, styles included. */
export type Paint = (row: Row) => string;

/** What is written before a text and behind it. */
type Style = readonly [open: string, close: string];

// The sixteen named colours only: they follow the person's own theme, light or dark.
const coloured: {readonly [tone in Tone]: Style} = {
	plain: ['', ''],
	dim: style('2', '22'),
	strong: style('1', '22'),
	own: style('1', '22'),
	accent: style('36', '39'),
	good: style('32', '39'),
	info: style('34', '39'),
	warning: style('33', '39'),
	critical: style('1;31', '22;39'),
	border: style('2', '22'),
};

const colourless: typeof coloured = {
	...coloured,
	accent: ['', ''],
	good: ['', ''],
	info: ['', ''],
	warning: style('1', '22'),
	critical: style('1', '22'),
};
const bar = style('7', '27');

export function painter(depth: ColourDepth): Paint {
	const styles = depth === 'none' ? colourless : coloured;
	return ({segments, selected}) => {
		if (selected) {
			// One bar over the whole row: colours of its parts would tear it.
			return styled(segments.map(({text}) => text).join(''), bar);
		}

		return segments.map(({text, tone}) => styled(text, styles[tone])).join('');
	};
}

function style(open: string, close: string): Style {
	return [`\u{1b}[${open}m`, `\u{1b}[${close}m`];
}

function styled(text: string, [open, close]: Style): string {
	return open === '' || text === '' ? text : open + text + close;
}
