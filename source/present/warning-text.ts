import {siteKeyOf, type Warning} from '../detectors/warning.ts';
import {safeText} from '../profile/safe-text.ts';
import type {Site} from '../profile/site.ts';
import type {Count} from '../profile/units.ts';
import type {SiteHistory} from '../series/history.ts';
import {minuteText} from './clock-text.ts';
import {type Row, row, type Segment, segment} from './row.ts';
import type {Scene} from './scene.ts';
import {severityMark} from './severity.ts';
import {placeText, siteText} from './site-text.ts';
import {cut, padEnd, segmentsWidth, widthOf} from './width.ts';
import {wrap} from './wrap.ts';

/**
 * One warning in one line: mark, what it is called, the place, the fact, the step, the site's id. File and line and the
 * beginning of the fact come first, for they lead to the cause; then the function, then the step, and what room is left
 * takes the rest of the fact, clause by clause.
 */
export function warningLine(
	warning: Warning,
	scene: Scene,
	since: 'with its beginning' | 'fact alone' = 'with its beginning',
): Row {
	const {widthColumns} = scene;
	const site = siteOf(warning, scene);
	const head = headOf(warning, Math.max(widthColumns >= 70 ? 11 : 0, warning.word.length + 1));
	const tail = site === undefined ? [] : [segment(`  ${site.id} `, 'accent')];
	const room = widthColumns - segmentsWidth(head) - segmentsWidth(tail);
	const [first = '', ...rest] = clausesOf(warning, scene, since);
	const place =
		site === undefined
			? []
			: placeBeside(
					site.site,
					Math.floor(room * 0.45),
					room - widthOf(first),
					Math.floor(room * (widthColumns < 72 ? 0.45 : 0.6)),
				);
	const isOver = warning.resolvedAt !== undefined;
	const hasStep = widthColumns >= 100 && warning.shortStep !== '' && !isOver;
	const step = hasStep ? `  → ${warning.shortStep}` : '';
	const factRoom = room - segmentsWidth(place);
	const stepFits = widthOf(first) + widthOf(step) <= factRoom;
	const fact = joined(first, rest, factRoom - (stepFits ? widthOf(step) : 0));
	const shownStep = stepFits ? step : '';
	return row(
		...head,
		...(isOver ? place.map(({text}) => segment(text, 'dim')) : place),
		segment(padEnd(fact, factRoom - widthOf(shownStep)), isOver ? 'dim' : 'plain'),
		segment(shownStep, 'own'),
		...tail,
	);
}

/** The same in two lines for a narrow pane: the fact, and below it the place. */
function warningPair(warning: Warning, scene: Scene): readonly Row[] {
	const {widthColumns} = scene;
	const site = siteOf(warning, scene);
	const head = headOf(warning, warning.word.length + 1);
	const [first = '', ...rest] = clausesOf(warning, scene);
	const factRow = row(...head, segment(joined(first, rest, widthColumns - segmentsWidth(head))));
	return site === undefined
		? [factRow]
		: [
				factRow,
				row(segment(`   ${site.id} `, 'accent'), ...namedPlace(siteText(site.site, widthColumns - 9))),
			];
}

function headOf(warning: Warning, wordColumns: Count): readonly Segment[] {
	const isOver = warning.resolvedAt !== undefined;
	const mark = isOver ? segment('✓', 'good') : severityMark(warning.severity);
	const word = segment(padEnd(warning.word, wordColumns), isOver ? 'dim' : mark.tone);
	return [segment(' '), mark, segment(' '), word];
}

function siteOf(warning: Warning, scene: Scene): SiteHistory | undefined {
	const key = siteKeyOf(warning);
	return key === undefined ? undefined : scene.known.history.sites.get(key);
}

function clausesOf(
	{headline, since}: Warning,
	{session}: Scene,
	beginning: 'with its beginning' | 'fact alone' = 'with its beginning',
): readonly string[] {
	const clauses = safeText(headline).split(', ');
	return beginning === 'fact alone'
		? clauses
		: [...clauses, `since ${minuteText(since, session.settings.utcOffsetMilliseconds)}`];
}

/** As many clauses as fit behind the first, which is cut where it must be. */
function joined(first: string, rest: readonly string[], widthColumns: Count): string {
	let text = cut(first, widthColumns);
	for (const clause of rest) {
		const longer = `${text}, ${clause}`;
		if (widthOf(longer) > widthColumns) {
			break;
		}

		text = longer;
	}

	return text;
}

function namedPlace({name, place}: ReturnType<typeof siteText>): readonly Segment[] {
	return [segment(name, 'own'), segment(place === '' ? '  ' : ` ${place}  `, 'dim')];
}

/**
 * Function and place in their share, or in all that the fact can spare. Where that cuts into file and line, these stand
 * alone, and take up to `leastColumns` from the fact.
 */
function placeBeside(
	site: Site,
	shareColumns: Count,
	spareColumns: Count,
	leastColumns: Count,
): readonly Segment[] {
	const place = safeText(site.place);
	const most = Math.min(spareColumns, leastColumns);
	const texts = [shareColumns, most, spareColumns].map(columns =>
		siteText(site, columns - 2, {isPlaceWhole: true}),
	);
	const withPlace = texts.filter(text => text.place === place);
	const best = withPlace.find(({name}) => name === safeText(site.name)) ?? withPlace[0];
	if (best !== undefined || place === '') {
		return namedPlace(best ?? siteText(site, Math.max(shareColumns, most) - 2));
	}

	const shown = placeText(site, Math.max(shareColumns, spareColumns, leastColumns) - 2);
	return [segment(shown, 'own'), segment('  ')];
}

/** The firing warnings, at most `heightRows` lines; the last one counts those that found no room. Always at least one line. */
export function warningsPanel(scene: Scene, heightRows: Count): readonly Row[] {
	const lost = lossRows(scene).slice(0, heightRows > 3 ? 2 : 1);
	return lost.length === heightRows ? lost : [...lost, ...firingRows(scene, heightRows - lost.length)];
}

/** While the target cannot be read: why. It comes before all warnings, for none of them is news meanwhile. */
function lossRows({session, widthColumns}: Scene): readonly Row[] {
	const {failure} = session.history.watch;
	if (failure === undefined || session.frozen !== undefined) {
		return [];
	}

	const mark = severityMark('critical');
	return wrap(safeText(failure.failure.sentence), widthColumns - 4).map((line, index) =>
		row(segment(' '), index === 0 ? mark : segment(' '), segment(` ${line}`, 'critical')),
	);
}

function firingRows(scene: Scene, heightRows: Count): readonly Row[] {
	const isLost = scene.session.history.watch.failure !== undefined;
	// That there is no news is said above them.
	const firing = scene.known.warnings.firing.filter(({detector}) => !isLost || detector !== 'stale');
	const narrow = scene.widthColumns < 50;
	const blocks = firing.map(warning =>
		narrow ? warningPair(warning, scene) : [warningLine(warning, scene)],
	);
	const all = blocks.flat();
	if (all.length === 0) {
		return [row(segment(cut(` ${quietText(scene)}`, scene.widthColumns), 'dim'))];
	}

	if (all.length <= heightRows) {
		return all;
	}

	const shown = blocks.slice(0, Math.max(1, Math.floor((heightRows - 1) / (narrow ? 2 : 1))));
	const left = firing.length - shown.length;
	const more = row(segment(cut(`   and ${left} more: press 5`, scene.widthColumns), 'dim'));
	return [...shown.flat(), ...(left > 0 ? [more] : [])].slice(0, heightRows);
}

function quietText({session, known}: Scene): string {
	const {history} = known;
	if (history.watch.lastGoodAt === undefined) {
		return `waiting for the first answer from ${safeText(session.target.address)}`;
	}

	if (history.goroutinesTakenAt === undefined) {
		return 'no warnings yet; waiting for the first goroutine profile';
	}

	const comparableSeconds = Math.floor((known.at - history.comparableSince) / 1000);
	if (comparableSeconds < 60) {
		return `no warnings; ${comparableSeconds} s of data, growth shows after a minute`;
	}

	// One goroutine that stands still shows in no profile.
	return history.dumps.takenAt === undefined
		? 'no warnings; d (a dump) shows what has stood still'
		: 'no warnings';
}
