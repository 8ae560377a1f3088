import type {Count} from '../profile/units.ts';
import type {Topic} from '../session/topic.ts';
import type {Cause, Explanation} from './explanations/explanation.ts';
import {explanations} from './explanations/explanations.ts';
import {type Term, termsOf} from './explanations/terms.ts';
import {blankRow, type Row, row, segment} from './row.ts';
import type {Scene} from './scene.ts';
import {cut, padEnd, spread, widthOf} from './width.ts';
import {wrap} from './wrap.ts';

/** What the things under the cursor are, with their usual causes and fixes, one below the other. */
export function explanationRows(topics: readonly Topic[], {widthColumns}: Scene): readonly Row[] {
	return topics.flatMap((topic, index) => [
		...(index === 0 ? [] : [blankRow]),
		headingOf(topic, index === 0, widthColumns),
		...bodyOf(topic, widthColumns),
	]);
}

const causesTitle = 'Usual causes, and what to do';

/** The way back and the way on stand in the first line, where a long explanation cannot push them out. */
function headingOf(topic: Topic, isFirst: boolean, widthColumns: Count): Row {
	const title = segment(` ${titleOf(topic)}`, 'strong');
	return isFirst
		? spread([title], [segment('esc: back · h: all keys and words ', 'dim')], widthColumns)
		: row(title);
}

function titleOf(topic: Topic): string {
	switch (topic.kind) {
		case 'wait': {
			return topic.wait;
		}

		case 'dependency': {
			return `waits for: ${topic.dependency}`;
		}

		case 'detector': {
			return `warning: ${topic.detector}`;
		}

		case 'terms': {
			return topic.group === 'sites' || topic.group === 'mutex' ? 'columns' : 'words';
		}
	}
}

function bodyOf(topic: Topic, widthColumns: Count): readonly Row[] {
	switch (topic.kind) {
		case 'wait': {
			return explained(explanations.wait[topic.wait], widthColumns);
		}

		case 'dependency': {
			return explained(explanations.dependency[topic.dependency], widthColumns);
		}

		case 'detector': {
			return explained(explanations.detector[topic.detector], widthColumns);
		}

		case 'terms': {
			return termsOf(topic.group).flatMap(term => termRows(term, widthColumns));
		}
	}
}

function explained({what, causes}: Explanation, widthColumns: Count): readonly Row[] {
	return [
		...wrap(what, widthColumns - 2).map(line => row(segment(` ${line}`))),
		row(segment(` ${causesTitle}`, 'dim')),
		...causes.flatMap(cause => causeRows(cause, widthColumns)),
	];
}

/** Cause and fix beside each other; where that leaves the fix too little, below each other. */
function causeRows([cause, fix]: Cause, widthColumns: Count): readonly Row[] {
	const causeColumns = 38;
	if (widthColumns < 64) {
		return [
			row(segment(`   ${cut(cause, widthColumns - 3)}`, 'accent')),
			...wrap(fix, widthColumns - 7).map((line, index) =>
				row(segment(index === 0 ? '   → ' : '     ', 'own'), segment(line, 'own')),
			),
		];
	}

	return wrap(fix, widthColumns - causeColumns - 7).map((line, index) =>
		row(
			segment(`   ${padEnd(index === 0 ? cause : '', causeColumns)}`, 'accent'),
			segment(index === 0 ? ' → ' : '   ', 'own'),
			segment(line, 'own'),
		),
	);
}

function termRows({name, line, more}: Term, widthColumns: Count): readonly Row[] {
	const nameColumns = widthColumns < 64 ? Math.min(widthOf(name), 16) : 16;
	return wrap(`${line}. ${more}`, Math.max(10, widthColumns - nameColumns - 3)).map((text, index) =>
		row(segment(` ${padEnd(index === 0 ? name : '', nameColumns)} `, 'accent'), segment(text)),
	);
}
