import {siteKeyOf, type Warning} from '../detectors/warning.ts';
import {safeText} from '../profile/safe-text.ts';
import type {Count} from '../profile/units.ts';
import {minuteText} from './clock-text.ts';
import {type Row, row, type Segment, segment} from './row.ts';
import type {Scene} from './scene.ts';
import {severityMark} from './severity.ts';
import {siteText} from './site-text.ts';
import {cut, padEnd, segmentsWidth, widthOf} from './width.ts';

/**
 * One warning in one line: mark, what it is called, the place, the fact, the step, the site's id. In a narrow pane the
 * step goes first, then the place is cut; the fact stays.
 */
export function warningLine(warning: Warning, scene: Scene): Row {
	const {widthColumns} = scene;
	const mark = severityMark(warning.severity);
	const key = siteKeyOf(warning);
	const site = key === undefined ? undefined : scene.known.history.sites.get(key);
	const word = padEnd(warning.word, widthColumns >= 70 ? 11 : warning.word.length + 1);
	const since = ` since ${minuteText(warning.since, scene.session.settings.utcOffsetMilliseconds)}`;
	const head = [segment(' '), mark, segment(' '), segment(word, mark.tone)];
	const tail: readonly Segment[] =
		site === undefined ? [] : [segment(`  ${site.id}`, 'accent'), segment(' ')];
	const fact = safeText(warning.headline) + (widthColumns >= 100 ? since : '');
	const step = widthColumns >= 100 && warning.shortStep !== '' ? `  → ${warning.shortStep}` : '';
	const room = widthColumns - segmentsWidth(head) - segmentsWidth(tail);
	const place =
		site === undefined
			? []
			: placeSegments(site.site, Math.max(12, room - widthOf(fact) - widthOf(step) - 2), room);
	const factRoom = Math.max(0, room - segmentsWidth(place) - widthOf(step));
	const withStep = factRoom >= Math.min(widthOf(fact), 24);
	const fitted = withStep ? padEnd(fact, factRoom) : padEnd(fact, factRoom + widthOf(step));
	return row(...head, ...place, segment(fitted), ...(withStep ? [segment(step, 'own')] : []), ...tail);
}

function placeSegments(
	site: Parameters<typeof siteText>[0],
	widthColumns: Count,
	room: Count,
): readonly Segment[] {
	const {name, place} = siteText(site, Math.min(widthColumns, Math.floor(room * 0.6)));
	return [segment(name, 'own'), segment(place === '' ? '  ' : ` ${place}  `, 'dim')];
}

/** The firing warnings, at most `heightRows` lines; the last one counts those that found no room. Always at least one line. */
export function warningsPanel(scene: Scene, heightRows: Count): readonly Row[] {
	const sorted = scene.known.warnings.firing;
	const shown = sorted.slice(0, sorted.length > heightRows ? heightRows - 1 : heightRows);
	const rows = shown.map(warning => warningLine(warning, scene));
	const left = sorted.length - shown.length;
	if (left > 0) {
		return [...rows, row(segment(cut(`   and ${left} more: press 5`, scene.widthColumns), 'dim'))];
	}

	return rows.length > 0 ? rows : [row(segment(cut(` ${quietText(scene)}`, scene.widthColumns), 'dim'))];
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
	return comparableSeconds < 60
		? `no warnings; ${comparableSeconds} s of data, growth shows after about a minute`
		: 'no warnings';
}
