import {siteAdvice} from '../detectors/site-advice.ts';
import type {Warning} from '../detectors/warning.ts';
import {formatCount, formatDelayRate, formatDuration} from '../profile/quantity.ts';
import {safeText} from '../profile/safe-text.ts';
import type {SiteKey} from '../profile/site.ts';
import type {SiteHistory} from '../series/history.ts';
import {newestCount} from '../series/series.ts';
import {resample} from '../series/window.ts';
import {chartLines} from './chart.ts';
import {clockText} from './clock-text.ts';
import {blankRow, type Row, row, segment} from './row.ts';
import {type Scene, shownRange, shownSpan} from './scene.ts';
import {severityMark} from './severity.ts';
import {siteInDump} from './site-in-dump.ts';
import {siteJoin} from './site-join.ts';
import {fileText} from './site-text.ts';
import {stackRows} from './stack-rows.ts';
import {cut, widthOf} from './width.ts';
import {wrap} from './wrap.ts';

/** Everything about one site: the three profiles, warnings, what a dump knows, chart, stacks with one's own code emphasised, what to try. */
export function siteDetail(key: SiteKey, scene: Scene): readonly Row[] {
	const site = scene.known.history.sites.get(key);
	if (site === undefined) {
		return [
			row(segment(' This site is gone: the target restarted, or nobody waited here for a long time.', 'dim')),
		];
	}

	return [
		siteTitle(site, scene),
		...siteFacts(site, scene),
		...siteChart(site, scene),
		blankRow,
		...siteStacks(site, scene),
		...toTry(site, scene),
	];
}

/**
 * What the three profiles, the warnings and the latest dump say of it. Of warnings beside the one that is `told` already,
 * the fact is enough.
 */
export function siteFacts(site: SiteHistory, scene: Scene, told?: Warning): readonly Row[] {
	return [
		since(site, scene),
		...siteJoin(site, scene),
		...warningsAbout(site, scene, told),
		...siteInDump(site, scene),
	];
}

/** `k7 example.com/shop/worker.(*Pool).dispatch /src/shop/worker/pool.go:88`; where both do not fit, in short. */
export function siteTitle({id, site}: SiteHistory, {widthColumns}: Scene): Row {
	const fullName = safeText(site.frame.functionName);
	const room = widthColumns - widthOf(id) - 3;
	const isShort = widthOf(fullName) + widthOf(safeText(site.place)) + 3 > room;
	const name = cut(isShort ? safeText(site.name) : fullName, room);
	const file = fileText(`${site.frame.file}:${site.frame.line}`, Math.max(0, room - widthOf(name) - 1));
	return row(segment(` ${id} `, 'accent'), segment(name, 'own'), segment(` ${file}`, 'dim'));
}

function since({site, firstSeenAt}: SiteHistory, {session}: Scene): Row {
	const clock = clockText(firstSeenAt, session.settings.utcOffsetMilliseconds);
	return row(segment(` ${site.kind}`), segment(` · seen since ${clock} · ? explains it`, 'dim'));
}

function warningsAbout(site: SiteHistory, {known, widthColumns}: Scene, told?: Warning): readonly Row[] {
	return known.warnings.firing
		.filter(
			({id, subject, sites}) =>
				id !== told?.id &&
				((subject.kind === 'site' && subject.key === site.site.key) || sites.includes(site.site.key)),
		)
		.flatMap(warning => {
			const mark = severityMark(warning.severity);
			const text = `${warning.word}: ${safeText(warning.headline)} (${warning.confidence})`;
			return [
				...wrap(text, widthColumns - 4).map((line, index) =>
					row(segment(' '), index === 0 ? mark : segment(' '), segment(` ${line}`, mark.tone)),
				),
				...(told === undefined
					? wrap(`${safeText(warning.why)} ${safeText(warning.nextStep)}`, widthColumns - 4).map(line =>
							row(segment(`   ${line}`)),
						)
					: []),
			];
		});
}

export function siteChart(site: SiteHistory, scene: Scene): readonly Row[] {
	const {session, widthColumns} = scene;
	const range = shownRange(scene);
	const waits = newestCount(site.waiting);
	const rates = site.rates.block ?? site.rates.mutex;
	const [series, name, format] =
		waits > 0
			? [site.waiting, 'goroutines waiting', formatCount]
			: [rates?.delayPerSecond, 'delay per second', formatDelayRate];
	if (series === undefined) {
		return [];
	}

	const columns = Math.max(10, widthColumns - 16);
	const {from, to} = shownSpan(scene, columns);
	const values = resample(series, from, to, columns, 'last');
	const lines = chartLines(values, 8, format, session.settings.ascii);
	return lines.length === 0
		? [row(segment(` ${name}: the chart begins with the second reading`, 'dim'))]
		: [
				row(segment(` ${name}, last ${range.label} (t changes it)`, 'dim')),
				...lines.map(line => row(segment(cut(line, widthColumns), 'accent'))),
			];
}

export function siteStacks(site: SiteHistory, scene: Scene): readonly Row[] {
	const {waiters, rates} = site;
	const groups = waiters?.groups ?? [];
	const ofWaiters = groups.flatMap(({stack, count, labels}) => [
		row(
			segment(` ${formatCount(count)} ${count === 1 ? 'goroutine' : 'goroutines'} with this stack`, 'strong'),
			segment(
				labels.length === 0 ? '' : `  ${safeText(labels.map(({key, value}) => `${key}=${value}`).join(' '))}`,
				'info',
			),
		),
		...stackRows(stack, scene),
	]);
	const hidden = (waiters?.groupCount ?? 0) - groups.length;
	const ofProfile = (which: 'block' | 'mutex', say: string): readonly Row[] =>
		(rates[which]?.cumulative.stacks.slice(0, 3) ?? []).flatMap(({stack, contentions, delayNanoseconds}) => [
			row(
				segment(
					` ${say}: ${formatDuration(delayNanoseconds)} in ${formatCount(contentions)} events since it started`,
					'strong',
				),
			),
			...stackRows(stack, scene),
		]);
	return [
		...ofWaiters,
		...(hidden > 0 ? [row(segment(` and ${hidden} more stacks`, 'dim'))] : []),
		...ofProfile('block', 'waited here'),
		...ofProfile('mutex', 'made others wait'),
	];
}

function toTry(site: SiteHistory, {known, widthColumns}: Scene): readonly Row[] {
	const lines = wrap(`What to try: ${siteAdvice(site, known.history).nextStep}`, widthColumns - 2);
	return [blankRow, ...lines.map(line => row(segment(` ${line}`, 'info')))];
}
