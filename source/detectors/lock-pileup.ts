import {formatCount, formatDelayRate} from '../profile/quantity.ts';
import type {Count} from '../profile/units.ts';
import {lockKinds} from '../profile/wait-kind.ts';
import type {SiteHistory} from '../series/history.ts';
import {adviceFor, stateWords} from './advice.ts';
import {type Detector, type Evidence, type Finding, found, tooEarly} from './detector.ts';
import {countEvidence, placeOf} from './evidence.ts';
import {isLockMatch, matchText, releaserBeside} from './lock-partners.ts';
import type {Thresholds} from './thresholds.ts';

/** Many goroutines wait at one lock now. A lock that is never released shows here only: profiles of delay record a wait when it ends. */
export const lockPileup: Detector<'lock-pileup'> = {
	id: 'lock-pileup',
	word: 'pile-up',
	reads: ['goroutines'],
	check(history, thresholds) {
		if (history.goroutineReadings === 0) {
			return tooEarly;
		}

		const queues = history.sites
			.values()
			.filter(site => countAt(site) >= thresholds.warningCount && lockKinds.has(site.site.kind))
			.sort((a, b) => countAt(b) - countAt(a));
		return found(
			...queues.map((site, index) =>
				findingOf(site, index < releasersNamed ? releaserBeside(history, site) : undefined, thresholds),
			),
		);
	},
};

/** To find one means to look at every release: of thousands of queues only the longest get it. */
const releasersNamed: Count = 20;

function countAt({waiters}: SiteHistory): Count {
	return waiters?.count ?? 0;
}

function findingOf(
	site: SiteHistory,
	releaser: ReturnType<typeof releaserBeside>,
	{criticalCount}: Thresholds['lock-pileup'],
): Finding {
	const {kind, key} = site.site;
	const count = countAt(site);
	return {
		subject: {kind: 'site', key},
		severity: count >= criticalCount ? 'critical' : 'warning',
		headline: `${formatCount(count)} wait ${stateWords(kind)}`,
		why: 'All of these stand in one queue: whoever holds the lock now decides how fast every one of them moves.',
		...adviceFor(kind),
		confidence: 'confirmed',
		evidence: [countEvidence('waiting now', count, 'goroutines'), ...releasedLate(releaser)],
		since: undefined,
		stack: site.waiters?.groups[0]?.stack,
		sites: [key, ...(releaser === undefined ? [] : [releaser.site.site.key])],
		absorbs: [
			{detector: 'site-growth', subject: {kind: 'site', key}},
			{detector: 'goroutine-growth', subject: {kind: 'process'}, at: key},
		],
	};
}

function releasedLate(releaser: ReturnType<typeof releaserBeside>): readonly Evidence[] {
	return releaser === undefined
		? []
		: [
				{
					name: isLockMatch(releaser.matchedBy) ? 'released late by' : 'late releases in its package',
					value: releaser.delayNanosecondsPerSecond / 1e9,
					unit: 's/s',
					text: `${placeOf(releaser.site.site)}, ${formatDelayRate(releaser.delayNanosecondsPerSecond)} (${matchText(releaser.matchedBy)})`,
				},
			];
}
