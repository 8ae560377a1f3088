import type {Evidence} from '../detectors/detector.ts';
import {siteKeyOf, type Warning} from '../detectors/warning.ts';
import {safeText} from '../profile/safe-text.ts';
import type {Count} from '../profile/units.ts';
import type {SiteHistory} from '../series/history.ts';
import {warningOf} from '../session/warning-row.ts';
import {clockText} from './clock-text.ts';
import {blankRow, type Row, row, segment} from './row.ts';
import type {Scene} from './scene.ts';
import {severityMark} from './severity.ts';
import {siteChart, siteFacts, siteStacks, siteTitle} from './site-detail.ts';
import {titledStacks} from './stack-rows.ts';
import {padEnd, widthOf} from './width.ts';
import {wrap} from './wrap.ts';

/** One warning in full: the fact, why it matters, what to do, the evidence, and the site it is about. */
export function warningDetail(id: string, scene: Scene): readonly Row[] {
	const {known, session, widthColumns} = scene;
	const warning = warningOf(known.warnings, id);
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
	const site = key === undefined ? undefined : known.history.sites.get(key);
	return [
		row(
			segment(' '),
			mark,
			segment(` ${warning.severity}: ${warning.detector}`, mark.tone),
			segment(`  (${warning.confidence})`, 'dim'),
		),
		...paragraph(warning.headline),
		...(site === undefined ? [] : [siteTitle(site, scene)]),
		row(segment(` since ${clockText(warning.since, offset)}, ${until}`, 'dim')),
		blankRow,
		...paragraph(warning.why),
		...wrap(`Next: ${safeText(warning.nextStep)}`, widthColumns - 2).map(line =>
			row(segment(` ${line}`, 'own')),
		),
		...(warning.evidence.length === 0 ? [] : [blankRow]),
		...evidenceRows([...warning.evidence, ...alsoTold(warning)], widthColumns),
		...stacksOf(warning, site, scene),
		...(site === undefined ? [] : [blankRow, ...siteFacts(site, scene, warning), ...siteChart(site, scene)]),
	];
}

/** What the warnings that it speaks for say beside it. */
function alsoTold(warning: Warning): readonly Pick<Evidence, 'name' | 'text'>[] {
	const all = [warning, ...warning.absorbed];
	// The growth of the process tells that of the site.
	const isTwice = all.some(({detector}) => detector === 'goroutine-growth');
	const others = warning.absorbed.filter(
		({detector, headline}) => headline !== warning.headline && !(isTwice && detector === 'site-growth'),
	);
	const facts = new Set(others.map(({word, headline}) => `${word}: ${headline}`));
	return [...facts].map(text => ({name: 'also', text}));
}

/** Names in a column of their own; where one is longer, as places are, what is said of it goes below. Nothing is cut. */
function evidenceRows(
	evidence: readonly Pick<Evidence, 'name' | 'text'>[],
	widthColumns: Count,
): readonly Row[] {
	const most = Math.max(12, Math.floor(widthColumns * 0.4));
	const columns = Math.min(most, 2 + Math.max(0, ...evidence.map(({name}) => widthOf(safeText(name)))));
	const room = Math.max(10, widthColumns - columns - 2);
	return evidence.flatMap(({name, text}) => {
		const safeName = safeText(name);
		const isLong = widthOf(safeName) >= columns;
		const above = isLong ? wrap(safeName, widthColumns - 2).map(line => row(segment(` ${line}`, 'dim'))) : [];
		const lines = wrap(safeText(text), room).map((line, index) =>
			row(segment(` ${padEnd(index === 0 && !isLong ? safeName : '', columns)}`, 'dim'), segment(line)),
		);
		return [...above, ...lines];
	});
}

/** Its own stack and those to see beside it; where none are, all stacks of its site, if that is known. */
function stacksOf(
	{stack, beside = []}: Warning,
	site: SiteHistory | undefined,
	scene: Scene,
): readonly Row[] {
	if (beside.length === 0 && site !== undefined) {
		return [blankRow, ...siteStacks(site, scene)];
	}

	const isAmongThem = beside.some(each => each.stack === stack);
	const own = stack === undefined || isAmongThem ? [] : [{title: 'the stack to look at', stack}];
	const stacks = [...own, ...beside];
	return stacks.length === 0 ? [] : [blankRow, ...titledStacks(stacks, scene)];
}
