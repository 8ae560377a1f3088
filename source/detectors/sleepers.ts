import {formatChange, formatCount, formatMilliseconds} from '../profile/quantity.ts';
import type {Count, UnixMilliseconds} from '../profile/units.ts';
import type {WaitKind} from '../profile/wait-kind.ts';
import type {History, SiteHistory} from '../series/history.ts';
import {append, emptySeries, type Series, visitPoints} from '../series/series.ts';
import {windowOf} from '../series/window.ts';
import {adviceFor} from './advice.ts';
import type {Finding} from './detector.ts';
import {countEvidence, placeOf, rateEvidence} from './evidence.ts';
import {type Rise, risingFloor} from './rising-floor.ts';
import {sitesOfKind} from './sites-of-kind.ts';
import type {Thresholds} from './thresholds.ts';

export const sleepersName = 'sleeping goroutines';
const sleep: ReadonlySet<WaitKind> = new Set(['sleep']);
const why =
	'Goroutines that sleep cannot be cancelled: retries and polls pile up while what they wait for stays away.';
const sitesNamed = 3;
/** From this share of all goroutines, or of their growth, on, what is said of them is said of the process. */
const mostFraction = 0.5;

/** Goroutines in time.Sleep: very many now, or more and more of them over all places together. */
export function sleepersCheck(
	history: History,
	rule: Thresholds['timer-growth'],
): Finding | 'level' | 'too-early' {
	if (history.goroutineReadings === 0) {
		return 'too-early';
	}

	const sites = sitesOfKind(history, sleep);
	const count = sites.reduce((sum, {waiters}) => sum + waiters.count, 0);
	// Nothing can have grown by more than what is there: most programs are done with here.
	const verdict =
		count < rule.growthCount
			? ({kind: 'level'} as const)
			: risingFloor(sumOfSleepers(history, rule), history.comparableSince, rule);
	const rise = verdict.kind === 'rising' ? verdict.rise : undefined;
	if (rise === undefined && count < rule.sleepingCount) {
		return verdict.kind === 'too-early' ? 'too-early' : 'level';
	}

	return {
		subject: {kind: 'thing', name: sleepersName},
		severity: 'warning',
		headline: [
			`${formatCount(count)} in sleep`,
			...(rise === undefined ? [] : [`${formatChange(rise.perMinute)}/min`]),
			...(sites.length > 1 ? [`at ${formatCount(sites.length)} sites`] : []),
		].join(', '),
		why,
		...adviceFor('sleep'),
		confidence: rise === undefined ? 'confirmed' : 'strong',
		evidence: [
			countEvidence('asleep now', count, 'goroutines'),
			...(rise === undefined
				? []
				: [
						{
							name: 'growth',
							value: rise.growth,
							unit: 'goroutines',
							text: `${formatChange(rise.growth)} goroutines in ${formatMilliseconds(rise.to - rise.from)}`,
						},
						rateEvidence('pace', rise.perMinute, 'goroutines/min'),
					]),
			...sites.slice(0, sitesNamed).map(({site, waiters}) => ({
				name: placeOf(site),
				value: waiters.count,
				unit: 'goroutines',
				text: `${formatCount(waiters.count)} in sleep`,
			})),
		],
		since: rise?.from,
		stack: sites[0]?.waiters.groups[0]?.stack,
		sites: sites.slice(0, sitesNamed).map(({site}) => site.key),
		absorbs: [
			...sites.map(({site}) => ({
				detector: 'site-growth' as const,
				subject: {kind: 'site' as const, key: site.key},
			})),
			...(count >= mostFraction * history.goroutinesInProfile
				? [{detector: 'goroutine-count' as const, subject: {kind: 'process' as const}}]
				: []),
			...(rise !== undefined && explainsProcess(history, rise)
				? [{detector: 'goroutine-growth' as const, subject: {kind: 'process' as const}}]
				: []),
		],
	};
}

/** Fewer than at first, but hardly. */
export function sleepersLinger(
	history: History,
	rule: Thresholds['timer-growth'],
): Pick<Finding, 'headline' | 'why'> | undefined {
	const count = sitesOfKind(history, sleep).reduce((sum, {waiters}) => sum + waiters.count, 0);
	return count >= rule.lingeringFraction * rule.sleepingCount
		? {headline: `${formatCount(count)} in sleep`, why}
		: undefined;
}

function explainsProcess({goroutines}: History, rise: Rise): boolean {
	const window = windowOf(goroutines, rise.from, rise.to);
	return window !== undefined && rise.growth >= mostFraction * (window.last - window.minimum);
}

/** All sleeping goroutines over the time that the floor rule looks at, one point per goroutine profile. */
function sumOfSleepers(history: History, rule: Thresholds['timer-growth']): Series {
	const sleeping = history.sites.values().filter(({site}) => site.kind === 'sleep');
	if (sleeping.length === 1 && sleeping[0] !== undefined) {
		return sleeping[0].waiting;
	}

	const to = history.goroutinesTakenAt ?? history.at;
	const from = Math.max(history.comparableSince, to - rule.windowCount * rule.windowSeconds * 1000);
	const changeAt = new Map<UnixMilliseconds, Count>();
	for (const site of sleeping) {
		addChanges(changeAt, site, from, to);
	}

	let sum = 0;
	let series = emptySeries;
	for (const at of [...changeAt.keys()].sort((a, b) => a - b)) {
		sum += changeAt.get(at) ?? 0;
		series = append(series, at, sum);
	}

	return series;
}

/** A site that was there before `from` counts from the beginning, one that appeared since only from then on. */
function addChanges(
	changeAt: Map<UnixMilliseconds, Count>,
	{waiting, firstSeenAt}: SiteHistory,
	from: UnixMilliseconds,
	to: UnixMilliseconds,
): void {
	let before = 0;
	let isFirst = firstSeenAt < from;
	visitPoints(waiting, from, to, (at, value) => {
		const begin = isFirst ? from : at;
		isFirst = false;
		changeAt.set(begin, (changeAt.get(begin) ?? 0) + value - before);
		if (begin !== at && !changeAt.has(at)) {
			changeAt.set(at, 0);
		}

		before = value;
	});
}
