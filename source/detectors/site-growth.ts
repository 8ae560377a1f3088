import {formatChange, formatCount, formatMilliseconds, formatRate} from '../profile/quantity.ts';
import {lockKinds} from '../profile/wait-kind.ts';
import type {History, SiteHistory} from '../series/history.ts';
import {latest} from '../series/series.ts';
import {stateWords} from './advice.ts';
import {type Detector, type Finding, found, tooEarly} from './detector.ts';
import {endingWaits} from './ends-of-waits.ts';
import {countEvidence, rateEvidence, shareEvidence} from './evidence.ts';
import {type Rise, risingFloor} from './rising-floor.ts';
import {siteAdvice, waitersText} from './site-advice.ts';
import type {Thresholds} from './thresholds.ts';

type Rule = Thresholds['site-growth'];

/** Goroutines at one site keep rising: where a leak collects. */
export const siteGrowth: Detector<'site-growth'> = {
	id: 'site-growth',
	word: 'leak',
	reads: ['goroutines'],
	check(history, rule) {
		const at = history.goroutinesTakenAt;
		const spanMilliseconds = at === undefined ? 0 : at - history.comparableSince;
		if (spanMilliseconds < rule.shortestSpanSeconds * 1000 || history.goroutineReadings < rule.windowCount) {
			return tooEarly;
		}

		const findings: Finding[] = [];
		for (const site of history.sites.values()) {
			// Nothing can have grown by more than what is there: most sites are done with here.
			if ((site.waiters?.count ?? 0) >= rule.growthCount) {
				const rise = riseOf(site, history.comparableSince, rule);
				if (rise !== undefined) {
					findings.push(findingOf(history, site, rise, rule));
				}
			}
		}

		return found(...findings);
	},
	// Goroutines that only somebody else can free are not freed because no more of them come.
	lingers(history, {subject, evidence}, rule) {
		const site = subject.kind === 'site' ? history.sites.get(subject.key) : undefined;
		const count = site?.waiters?.count ?? 0;
		const kind = site?.site.kind ?? 'running';
		const isStuck = (kind === 'chan send' || lockKinds.has(kind)) && endingWaits(site, history) === undefined;
		return isStuck && count >= rule.lingeringFraction * (evidence[0]?.value ?? 0)
			? {
					headline: `${formatCount(count)} ${stateWords(kind)}, no more of them but still stuck`,
					why: 'They piled up here and none of them has got away since: what they hold is lost to the program.',
				}
			: undefined;
	},
};

function riseOf(site: SiteHistory, comparableSince: number, rule: Rule): Rise | undefined {
	const verdict = risingFloor(site.waiting, comparableSince, rule);
	if (verdict.kind === 'rising') {
		const {rise} = verdict;
		// A busy place that many enter and leave must grow by a good share; where hardly anyone leaves, any growth tells.
		const isBusy = rise.fallFraction > rule.largestFallFraction;
		return isBusy && rise.growth < rule.churnGrowthFraction * rise.fromFloor ? undefined : rise;
	}

	// Blocked sends that only ever pile up are hardly ever a warm-up: they need not wait for five minutes of history.
	const to = latest(site.waiting)?.at ?? comparableSince;
	const sendsSince = to - rule.sendSpanSeconds * 1000;
	if (site.site.kind !== 'chan send' || sendsSince <= comparableSince) {
		return undefined;
	}

	const sends = risingFloor(site.waiting, sendsSince, rule);
	return sends.kind === 'rising' ? sends.rise : undefined;
}

function findingOf(history: History, site: SiteHistory, rise: Rise, rule: Rule): Finding {
	const {kind, key, origin} = site.site;
	const count = rise.latest;
	const share = count / Math.max(1, history.goroutinesInProfile);
	const queue = kind === 'chan send' ? endingWaits(site, history) : undefined;
	const through = queue === undefined ? '' : `, ${formatRate(queue.endedPerSecond)}/s get through`;
	// Where only Go's own code is on the stack (idle connections), no line of the program is to blame yet.
	const isTheirs = origin === 'own' || origin === 'library';
	const isCritical = isTheirs && (count >= rule.criticalCount || share >= rule.criticalFraction);
	return {
		subject: {kind: 'site', key},
		severity: isCritical ? 'critical' : 'warning',
		...(queue === undefined ? {} : {word: 'queue'}),
		headline: `${waitersText(site, count)}, ${formatChange(rise.perMinute)}/min${through}`,
		why:
			queue === undefined
				? 'More goroutines stay here with every minute, even in the quietest moments: that is how a leak looks.'
				: 'More arrive here than get through: the queue grows until memory or patience runs out.',
		...siteAdvice(site, history),
		confidence: kind === 'chan send' && isTheirs && queue === undefined ? 'strong' : 'suspected',
		evidence: [
			countEvidence('waiting now', count, 'goroutines'),
			{
				name: 'growth',
				value: count - rise.fromFloor,
				unit: 'goroutines',
				text: `${formatChange(count - rise.fromFloor)} goroutines in ${formatMilliseconds(rise.to - rise.from)}`,
			},
			rateEvidence('pace', rise.perMinute, 'goroutines/min'),
			shareEvidence('share of all goroutines', share),
		],
		since: rise.from,
		stack: site.waiters?.groups[0]?.stack,
		sites: [key],
		absorbs: [],
	};
}
