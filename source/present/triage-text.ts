import {formatChange} from '../profile/quantity.ts';
import type {Milliseconds} from '../profile/units.ts';
import {type ScreenId, screens} from '../session/look.ts';
import {waitText} from '../session/triage-facts.ts';
import type {Answer, NextStep, Place} from '../session/triage-verdict.ts';
import {minuteText} from './clock-text.ts';
import {type Segment, segment} from './row.ts';
import {severityMark} from './severity.ts';
import {cut, widthOf} from './width.ts';

export function answerMark(answer: Answer): Segment {
	switch (answer) {
		case 'confirmed': {
			return severityMark('critical');
		}

		case 'probably':
		case 'suspected': {
			return severityMark('warning');
		}

		case 'no sign': {
			return segment('✓', 'good');
		}

		case 'cannot tell': {
			return segment('○', 'info');
		}
	}
}

/** What is the matter at a place: the warning's fact, or who waits there for what and since when. */
export function placeFact({about}: Place, utcOffsetMilliseconds: Milliseconds): string {
	switch (about.kind) {
		case 'warning': {
			const since = minuteText(about.warning.since, utcOffsetMilliseconds);
			return `${about.warning.headline}, since ${since}`;
		}

		case 'dependency': {
			const {name, waiting, changePerMinute, since} = about.group;
			const clock =
				since === undefined
					? ''
					: `, since ${since.isOlder ? 'before ' : ''}${minuteText(since.at, utcOffsetMilliseconds)}`;
			const change =
				changePerMinute === undefined || Math.round(changePerMinute) === 0
					? ''
					: `, ${formatChange(changePerMinute)}/min`;
			return `${waitText(waiting)} for ${name}${clock}${change}`;
		}

		case 'site': {
			return about.fact;
		}
	}
}

function pressFor(screen: ScreenId): string {
	return `press ${screens.findIndex(({id}) => id === screen) + 1}: `;
}

const keys: {readonly [act in NextStep['act']]: string} = {
	dump: 'press d: ',
	leaks: 'press L: ',
	mutex: pressFor('mutex'),
	dependencies: pressFor('dependencies'),
	open: 'enter: ',
	wait: '',
};

/** The step with its key, in few words where not even its first clause fits. */
export function nextText({act, text, shortText}: NextStep, widthColumns: number): string {
	const room = widthColumns - widthOf(keys[act]);
	const [first = ''] = text.split(stepEnds);
	const isShort = widthOf(first) > room && shortText !== '';
	return keys[act] + (isShort ? cut(shortText, room) : fitting(text, stepEnds, room));
}

/** As many clauses of a fact as fit; the first is cut where it must be. */
export function fittingClauses(fact: string, widthColumns: number): string {
	return fitting(fact, factEnds, widthColumns);
}

const factEnds = /(?=[,;] )/u;
const stepEnds = /(?=[.,;:] )/u;

function fitting(text: string, ends: RegExp, widthColumns: number): string {
	let kept = '';
	for (const clause of text.split(ends)) {
		if (kept !== '' && widthOf(kept) + widthOf(clause) > widthColumns) {
			break;
		}

		kept += clause;
	}

	return cut(kept, widthColumns);
}
