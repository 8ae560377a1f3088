import {type Row, segment} from './row.ts';
import {widthOf} from './width.ts';

// One for one, so that no column moves. Our own marks first, then anything else as `?`.
const marks = new Map(
	Object.entries({
		'…': '~',
		'·': '-',
		'–': '-',
		'→': '>',
		µ: 'u',
		Δ: 'd',
		'×': 'x',
		'≥': '>',
		'⇄': '=',
		'‖': '=',
		'●': '*',
		'○': 'o',
		'◌': 'o',
		'✖': 'X',
		'▲': '!',
		'◆': 'i',
		'▴': '^',
		'▾': 'v',
		'▸': '>',
		'✓': 'v',
		'│': '|',
		'─': '-',
		'╭': '+',
		'╮': '+',
		'╰': '+',
		'╯': '+',
		'├': '+',
		'┤': '+',
		'┼': '+',
		'┊': '!',
		'┈': '.',
		'▁': '_',
		'▂': '.',
		'▃': ':',
		'▄': '-',
		'▅': '=',
		'▆': '+',
		'▇': '*',
		'█': '#',
		'↑': '^',
		'↓': 'v',
		'←': '<',
		'␛': '^',
	}),
);
const beyondAscii = /[^\x20-\x7e]/u;

/** The same row for a terminal or a font without Unicode, of the same width. */
export function asciiRow(row: Row): Row {
	return {...row, segments: row.segments.map(part => segment(asciiText(part.text), part.tone))};
}

export function asciiText(text: string): string {
	return beyondAscii.test(text)
		? [...text]
				.map(character => (beyondAscii.test(character) ? asciiCharacter(character) : character))
				.join('')
		: text;
}

function asciiCharacter(character: string): string {
	return marks.get(character) ?? '?'.repeat(widthOf(character));
}
