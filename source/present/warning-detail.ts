import {siteKeyOf, type Warning} from '../detectors/warning.ts';
import {safeText} from '../profile/safe-text.ts';
import type {SiteKey} from '../profile/site.ts';
import {clockText} from './clock-text.ts';
import {blankRow, type Row, row, segment} from './row.ts';
import type {Scene} from './scene.ts';
import {severityMark} from './severity.ts';
import {siteDetail} from './site-detail.ts';
import {titledStacks} from './stack-rows.ts';
import {padEnd} from './width.ts';
import {wrap} from './wrap.ts';

/** One warning in full: the fact, why it matters, what to do, the evidence, and the site it is about. */
export function warningDetail(id: string, scene: Scene): readonly Row[] {
	const {known, session, widthColumns} = scene;
	const warning = [...known.warnings.firing, ...known.warnings.resolved].find(each => each.id === id);
	if (warning === undefined) {
		return [row(segment(' This warning is no longer in the log.', 'dim'))];
	}

	const mark = severityMark(warning.severity);
	const offset = session.settings.utcOffsetMilliseconds;
	const until =
		warning.resolvedAt !== undefined
			? `until ${clockText(warning.resolvedAt, offset)}: ${warning.resolvedBecause}`
			: 'now';
	const paragraph = (text: string) =>
		wrap(safeText(text), widthColumns - 2).map(line => row(segment(` ${line}`)));
	const key = siteKeyOf(warning);
	return [
		row(
			segment(' '),
			mark,
			segment(` ${warning.severity}: ${warning.detector}`, mark.tone),
			segment(`  (${warning.confidence})`, 'dim'),
		),
		...paragraph(warning.headline),
		row(segment(` since ${clockText(warning.since, offset)}, ${until}`, 'dim')),
		blankRow,
		...paragraph(warning.why),
		...wrap(`Next: ${safeText(warning.nextStep)}`, widthColumns - 2).map(line =>
			row(segment(` ${line}`, 'own')),
		),
		...(warning.evidence.length === 0 ? [] : [blankRow]),
		...warning.evidence.map(({name, text}) =>
			row(segment(` ${padEnd(safeText(name), 30)}`, 'dim'), segment(safeText(text))),
		),
		...stacksOf(warning, key, scene),
		...(key === undefined ? [] : [blankRow, ...siteDetail(key, scene)]),
	];
}

/** Its own stack and those to see beside it; its own alone where no site below shows it. */
function stacksOf({stack, beside = []}: Warning, key: SiteKey | undefined, scene: Scene): readonly Row[] {
	const isShownBelow = key !== undefined && scene.known.history.sites.has(key);
	const isAmongThem = beside.some(each => each.stack === stack);
	const own = stack === undefined || isAmongThem ? [] : [{title: 'the stack to look at', stack}];
	const stacks = beside.length === 0 && isShownBelow ? [] : [...own, ...beside];
	return stacks.length === 0 ? [] : [blankRow, ...titledStacks(stacks, scene)];
}
