import type {Count} from '../profile/units.ts';
import {keymap} from '../session/keymap.ts';
import {type Row, row, segment} from './row.ts';
import {padEnd} from './width.ts';
import {wrap} from './wrap.ts';

/** The words on the screen, each in one line. */
const terms: readonly (readonly [term: string, meaning: string])[] = [
	['waiting', 'goroutines blocked at this place now, from the goroutine profile'],
	['Δ/min', 'how that number changed over the last minute'],
	['delay/s', 'time waited there per second (block profile): 4.2 s/s is 4.2 goroutines waiting on average'],
	['events/s', 'waits that ended there per second; a wait that never ends is in neither'],
	['avg wait', 'delay by events: how long one wait took'],
	['lock delay', 'time others waited for a lock, at the place that released it late (mutex profile)'],
	['site', 'the first frame of your own code on the way up from the blocking call'],
	['id', 'short name of a site, the same on every screen: say "look at k7m"'],
	['cost', 'share of one core of the target that polling takes; kept below --budget by itself'],
	['stale', 'no answer for three intervals: what is shown is the last that was known'],
	[
		'suspected',
		'the evidence fits, and something innocent may look the same; the warning says what would settle it',
	],
];

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
		...terms.flatMap(([term, meaning]) => pair(term, meaning, 12)),
	];
}
