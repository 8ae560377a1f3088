import type {Stack} from '../profile/frame.ts';
import type {SiteWaiters} from '../profile/goroutine-snapshot.ts';
import {formatCount} from '../profile/quantity.ts';
import type {Site, SiteKey} from '../profile/site.ts';
import type {Count} from '../profile/units.ts';
import type {History} from '../series/history.ts';
import {adviceFor, stateWords} from './advice.ts';
import {type Detector, type Finding, found, tooEarly} from './detector.ts';
import {countEvidence} from './evidence.ts';

type Leak = {readonly site: Site; readonly count: Count; readonly stack: Stack | undefined};

/** Goroutines of which the runtime itself says that nothing can ever wake them. */
export const leakConfirmed: Detector<'leak-confirmed'> = {
	id: 'leak-confirmed',
	word: 'leak',
	reads: ['leaks', 'dump'],
	check(history) {
		if (history.leaks.latest === undefined && history.dumps.latest === undefined) {
			return tooEarly;
		}

		return found(...leaks(history).map(findingOf));
	},
};

/** From the newest leak profile; without one, from what a dump still shows of an earlier one that somebody else took. */
function leaks({leaks: {latest}, dumps}: History): readonly Leak[] {
	if (latest !== undefined) {
		return latest.sites.map(ofProfile);
	}

	const bySite = new Map<SiteKey, Leak>();
	for (const {site, stack} of dumps.latest?.waiters.filter(waiter => waiter.isLeaked) ?? []) {
		const count = bySite.get(site.key)?.count ?? 0;
		bySite.set(site.key, {site, count: count + 1, stack});
	}

	return [...bySite.values()];
}

function ofProfile({site, count, groups}: SiteWaiters): Leak {
	return {site, count, stack: groups[0]?.stack};
}

function findingOf({site: {key, kind}, count, stack}: Leak): Finding {
	const subject = {kind: 'site', key} as const;
	return {
		subject,
		severity: 'critical',
		headline: `${formatCount(count)} leaked ${stateWords(kind)}, confirmed by the runtime`,
		why: 'Nothing that still runs can reach what these wait for: they and all they hold stay until the process ends.',
		...adviceFor(kind),
		confidence: 'confirmed',
		evidence: [countEvidence('leaked', count, 'goroutines')],
		since: undefined,
		stack,
		sites: [key],
		absorbs: [
			{detector: 'leak-suspected', subject},
			{detector: 'stuck-send', subject},
			{detector: 'stuck-wait', subject},
			{detector: 'site-growth', subject},
		],
	};
}
