import {formatCount, formatShare} from '../profile/quantity.ts';
import type {History, SiteHistory} from '../series/history.ts';
import {latest} from '../series/series.ts';
import {adviceFor, stateWords} from './advice.ts';
import {type Detector, found, tooEarly} from './detector.ts';
import {countEvidence, placeOf} from './evidence.ts';

const sitesNamed = 3;
/** With less than this share a place does not stand for so many. */
const leastShareOfOne = 0.05;

/** Very many goroutines, whatever they do. The total is the heartbeat's, the sites are the newest profile's. */
export const goroutineCount: Detector<'goroutine-count'> = {
	id: 'goroutine-count',
	word: 'goroutines',
	reads: ['heartbeat'],
	check(history, {warningCount, criticalCount}) {
		const now = latest(history.goroutines);
		if (now === undefined || now.at < history.comparableSince) {
			return tooEarly;
		}

		const total = now.value;
		if (total < warningCount) {
			return found();
		}

		const sites = largestSites(history);
		const first = sites.find(site => shareOf(site, history) >= leastShareOfOne);
		return found({
			subject: {kind: 'process'},
			severity: total >= criticalCount ? 'critical' : 'warning',
			headline:
				first === undefined
					? `${formatCount(total)} goroutines`
					: `${formatCount(total)} goroutines, ${formatShare(shareOf(first, history))} ${stateWords(first.site.kind)} at one site`,
			why: 'Each goroutine takes at least 2 KiB of stack and makes every collection longer; so many often mean that work arrives faster than it leaves.',
			...(first === undefined
				? {shortStep: 'find the largest site', nextStep: 'Look at the largest sites in the Sites view.'}
				: adviceFor(first.site.kind)),
			confidence: 'confirmed',
			evidence: [
				countEvidence('goroutines now', total, 'goroutines'),
				...sites.map(site => ({
					name: placeOf(site.site),
					value: site.waiters?.count ?? 0,
					unit: 'goroutines',
					text: `${formatCount(site.waiters?.count ?? 0)} ${stateWords(site.site.kind)}, ${formatShare(shareOf(site, history))}`,
				})),
			],
			since: undefined,
			stack: first?.waiters?.groups[0]?.stack,
			sites: sites.map(site => site.site.key),
			absorbs: [],
		});
	},
};

function largestSites(history: History): readonly SiteHistory[] {
	return history.sites
		.values()
		.filter(site => site.waiters !== undefined)
		.sort((a, b) => (b.waiters?.count ?? 0) - (a.waiters?.count ?? 0))
		.slice(0, sitesNamed);
}

function shareOf(site: SiteHistory, history: History): number {
	return (site.waiters?.count ?? 0) / Math.max(1, history.goroutinesInProfile);
}
