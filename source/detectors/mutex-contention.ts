import {formatCount, formatDelayRate, formatDuration, formatRate, formatShare} from '../profile/quantity.ts';
import type {Milliseconds, Nanoseconds} from '../profile/units.ts';
import type {History} from '../series/history.ts';
import {emptySeries, type Series} from '../series/series.ts';
import {windowOf} from '../series/window.ts';
import {type Advice, adviceFor} from './advice.ts';
import {type Detector, type Evidence, found, tooEarly} from './detector.ts';
import {delayRateEvidence, placeOf, rateEvidence, shareEvidence} from './evidence.ts';
import {type InsideSection, insideSection} from './inside-section.ts';
import {isLockMatch, type LockWaiters, matchText, sitesOfLock, waitersBeside} from './lock-partners.ts';
import {freshSiteRates, type SiteRate} from './site-rates-now.ts';
import type {Thresholds} from './thresholds.ts';
import {waitingWriter} from './waiting-writer.ts';

type Rule = Thresholds['mutex-contention'];

/**
 * Goroutines lose much time waiting for locks. Since Go 1.22 the runtime counts the time of every waiter, before that
 * of one only, so the same program shows more delay there, as many times as goroutines wait.
 */
export const mutexContention: Detector<'mutex-contention'> = {
	id: 'mutex-contention',
	word: 'contention',
	reads: ['mutex'],
	check(history, rule) {
		const rates = freshSiteRates(history, 'mutex');
		if (rates === undefined) {
			return tooEarly;
		}

		const [top] = rates;
		const total = totalOf(rates);
		if (top === undefined || !isContended(top, total, rule)) {
			return found();
		}

		const lately = latelyOf(history, top);
		const {share} = lately;
		const waiters = waitersBeside(history, top.site);
		const inside = insideSection(history, top.site);
		const writerWait = waitingWriter(history, top, rule);
		return found({
			subject: {kind: 'profile', name: 'mutex'},
			severity: lately.totalDelay >= rule.criticalDelaySecondsPerSecond * 1e9 ? 'critical' : 'warning',
			headline: `delays others ${formatDelayRate(lately.delay)}, ${formatShare(share)} of all lock delay, ${formatRate(lately.contentions)} contentions/s`,
			why: `Goroutines lose ${formatDelayRate(lately.totalDelay)} waiting for locks, by the last ${latelyMilliseconds / 1000} s: about that many stand still at any moment, most of them until this section is left.`,
			...sectionAdvice(inside, writerWait),
			confidence: writerWait === undefined ? 'confirmed' : 'strong',
			evidence: [
				delayRateEvidence('delay of all locks', lately.totalDelay),
				delayRateEvidence('delay of this section', lately.delay),
				shareEvidence('share of all lock delay', share),
				rateEvidence('contentions of this section', lately.contentions, 'contentions/s'),
				...(inside === undefined
					? []
					: [
							{
								name: 'inside the section',
								value: inside.site.waiters?.count ?? 0,
								unit: 'goroutines',
								text: inside.text,
							},
						]),
				...waitingNow(waiters),
			],
			since: undefined,
			stack: top.stack,
			sites: [top.site.site.key, ...waiters.sites.slice(0, 2).map(site => site.site.key)],
			absorbs: [
				{detector: 'contention-spike', subject: {kind: 'site', key: top.site.site.key}},
				// Places that only share the package may wait for another lock: what is said of them stays.
				...sitesOfLock(history, top.site).map(({site}) => ({
					detector: 'block-latency' as const,
					subject: {kind: 'site' as const, key: site.key},
				})),
			],
		});
	},
};

/** One contention in ten is recorded, so a few readings alone may say several times too much: these numbers are means. */
const latelyMilliseconds: Milliseconds = 20_000;

/** What is said of the section: means per second since it began to delay others, but of the last seconds only. */
function latelyOf({sites, mutex, at}: History, {site}: SiteRate) {
	const own = site.rates.mutex;
	const from =
		windowOf(own?.delayPerSecond ?? emptySeries, at - latelyMilliseconds, at)?.fromUnixMilliseconds ?? at;
	const readings = Math.max(1, windowOf(mutex.delayPerSecond, from, at)?.points ?? 1);
	const mean = (series: Series | undefined) => {
		const window = windowOf(series ?? emptySeries, from, at);
		return window === undefined ? 0 : (window.mean * window.points) / readings;
	};
	// Locks inside Go's runtime are few beside the thousands of sites that a program may have.
	const runtimeDelay = sites
		.values()
		.filter(each => each.site.kind === 'runtime lock')
		.reduce((sum, {rates}) => sum + mean(rates.mutex?.delayPerSecond), 0);
	const totalDelay = mean(mutex.delayPerSecond) - runtimeDelay;
	const delay = mean(own?.delayPerSecond);
	return {
		delay,
		totalDelay,
		share: Math.min(1, delay / Math.max(1, totalDelay)),
		contentions: mean(own?.eventsPerSecond),
	};
}

/** What its holder was caught at is what to take out of the section. */
function sectionAdvice(inside: InsideSection | undefined, writerWait: Nanoseconds | undefined): Advice {
	if (writerWait !== undefined) {
		return {
			shortStep: 'find the long reader',
			nextStep: `Look for a long RLock of this RWMutex (I/O or a sleep between RLock and RUnlock): this writer waits ${formatDuration(writerWait)} for readers to leave, and all new readers wait behind it. The section named here may be short.`,
		};
	}

	const advice = adviceFor('unlock');
	return inside === undefined || inside.site.site.kind === 'running'
		? advice
		: {
				shortStep: 'wait outside the lock',
				nextStep: `Take what waits inside the locked section out of it (${inside.text}): do it before Lock or after Unlock, on a copy of what it needs.`,
			};
}

function totalOf(rates: readonly SiteRate[]) {
	return rates.reduce(
		(total, rate) => ({
			delayNanoseconds: total.delayNanoseconds + rate.delayNanoseconds,
			delayNanosecondsPerSecond: total.delayNanosecondsPerSecond + rate.delayNanosecondsPerSecond,
			contentionsPerSecond: total.contentionsPerSecond + rate.contentionsPerSecond,
		}),
		{delayNanoseconds: 0, delayNanosecondsPerSecond: 0, contentionsPerSecond: 0},
	);
}

function isContended(top: SiteRate, total: ReturnType<typeof totalOf>, rule: Rule): boolean {
	const isMuch = total.delayNanosecondsPerSecond >= rule.warningDelaySecondsPerSecond * 1e9;
	const isOneSite =
		top.delayNanoseconds >= rule.dominantFraction * total.delayNanoseconds &&
		top.delayNanosecondsPerSecond >= rule.dominantDelaySecondsPerSecond * 1e9;
	// A handful of short waits is chance, not contention.
	const isEvident =
		total.contentionsPerSecond >= rule.leastContentionsPerSecond ||
		total.delayNanoseconds >= rule.leastDelaySeconds * 1e9;
	return (isMuch || isOneSite) && isEvident;
}

function waitingNow({count, partners: [first], matchedBy}: LockWaiters): readonly Evidence[] {
	return first === undefined || matchedBy === undefined
		? []
		: [
				{
					name: isLockMatch(matchedBy) ? 'waiting now' : 'waiting now in its package',
					value: count,
					unit: 'goroutines',
					text: `${formatCount(count)} goroutines, most at ${placeOf(first.site.site)} (${matchText(matchedBy)})`,
				},
			];
}
