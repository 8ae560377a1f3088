import type {Count} from '../profile/units.ts';
import {type Row, row, segment, type Tone} from './row.ts';
import {padEnd} from './width.ts';
import {wrap} from './wrap.ts';

const nameColumns: Count = 18;

/** A name, and beside it what there is to say, in as many lines as it takes. */
export function namedRows(
	name: string,
	text: string,
	widthColumns: Count,
	tone: Tone = 'plain',
): readonly Row[] {
	return wrap(text, namedRoom(widthColumns)).map((line, index) =>
		row(segment(` ${padEnd(index === 0 ? name : '', nameColumns)}`, 'dim'), segment(line, tone)),
	);
}

/** Columns that are left beside a name. */
export function namedRoom(widthColumns: Count): Count {
	return Math.max(10, widthColumns - nameColumns - 2);
}
