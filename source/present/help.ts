import type {Count} from '../profile/units.ts';
import {keymap} from '../session/keymap.ts';
import {allTerms} from './explanations/terms.ts';
import {type Row, row, segment} from './row.ts';
import {padEnd} from './width.ts';
import {wrap} from './wrap.ts';

/** All keys, and the words on the screen, each in one line. */
export function helpRows(widthColumns: Count): readonly Row[] {
	const keyColumns = Math.min(14, Math.max(...keymap.map(({shown}) => shown.length)) + 2);
	const pair = (name: string, text: string, columns: Count): readonly Row[] =>
		wrap(text, Math.max(10, widthColumns - columns - 2)).map((line, index) =>
			row(segment(` ${padEnd(index === 0 ? name : '', columns)}`, 'accent'), segment(line)),
		);
	return [
		row(segment(' Keys', 'strong')),
		...keymap.flatMap(({shown, help}) => pair(shown, help, keyColumns)),
		row(''),
		row(segment(' Words', 'strong')),
		...allTerms.flatMap(({name, line}) => pair(name, line, 16)),
	];
}
