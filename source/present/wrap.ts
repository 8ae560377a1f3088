import type {Count} from '../profile/units.ts';
import {cut, widthOf} from './width.ts';

/** Breaks a text at spaces into lines of at most `widthColumns`; a word longer than that is cut. */
export function wrap(text: string, widthColumns: Count): readonly string[] {
	const lines: string[] = [];
	let line = '';
	for (const word of text.split(' ')) {
		if (line !== '' && widthOf(line) + 1 + widthOf(word) > widthColumns) {
			lines.push(line);
			line = '';
		}

		line = line === '' ? cut(word, widthColumns) : `${line} ${word}`;
	}

	return line === '' ? lines : [...lines, line];
}
