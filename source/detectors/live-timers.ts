import {formatChange, formatCount, formatMilliseconds} from '../profile/quantity.ts';
import type {History} from '../series/history.ts';
import type {Finding} from './detector.ts';
import {countEvidence, placeOf} from './evidence.ts';
import {risingFloor} from './rising-floor.ts';
import type {Thresholds} from './thresholds.ts';

/**
 * Live timers in the heap profile rise. Their number is estimated from sampled allocations, of which each stands for
 * `timersPerSampleCount`: growth must be well above the noise of that, four standard deviations of what was there.
 */
export function timersCheck(
	{heapProfile, comparableSince}: History,
	rule: Thresholds['timer-growth'],
): Finding | 'level' | 'too-early' {
	const verdict = risingFloor(heapProfile.timerObjects, comparableSince, {
		...rule,
		windowSeconds: rule.timerWindowSeconds,
		shortestSpanSeconds: rule.timerWindowSeconds * rule.windowCount,
		growthCount: rule.timerGrowthCount,
	});
	if (verdict.kind !== 'rising') {
		return verdict.kind;
	}

	const {rise} = verdict;
	if (rise.growth < 4 * Math.sqrt(rise.fromFloor * rule.timersPerSampleCount)) {
		return 'level';
	}

	const top = heapProfile.latest?.timerSite;
	const place = top === undefined ? undefined : placeOf(top.site);
	return {
		subject: {kind: 'thing', name: 'live timers'},
		severity: 'warning',
		headline: [
			`about ${formatCount(rise.latest)} live timers`,
			`${formatChange(rise.perMinute)}/min`,
			...(place === undefined ? [] : [`most at ${place}`]),
		].join(', '),
		why: 'Timers are made faster than they end: each keeps its memory until it fires or is stopped.',
		nextStep:
			'Stop each timer when it is no longer needed, and reuse one in loops instead of calling time.After in each round: before Go 1.23, or with an older go line in go.mod, what time.After makes stays until it fires.',
		shortStep: 'stop or reuse timers',
		confidence: 'suspected',
		evidence: [
			countEvidence('live timers, about', rise.latest, 'timers'),
			{
				name: 'growth',
				value: rise.growth,
				unit: 'timers',
				text: `${formatChange(rise.growth)} timers in ${formatMilliseconds(rise.to - rise.from)}`,
			},
			...(top === undefined || place === undefined ? [] : [countEvidence(place, top.inuseObjects, 'timers')]),
		],
		since: rise.from,
		stack: top?.stack,
		sites: [],
		absorbs: [],
	};
}
