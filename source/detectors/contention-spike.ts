import type {ContentionProfile} from '../profile/contention-snapshot.ts';
import {formatDelayRate} from '../profile/quantity.ts';
import type {Count, Nanoseconds} from '../profile/units.ts';
import {lockKinds} from '../profile/wait-kind.ts';
import type {History, SiteHistory} from '../series/history.ts';
import {visitPoints} from '../series/series.ts';
import {adviceFor} from './advice.ts';
import {type Detector, type Finding, found, tooEarly} from './detector.ts';
import {delayRateEvidence} from './evidence.ts';
import {freshSiteRates, type SiteRate} from './site-rates-now.ts';

const minute = 60_000;

/** What a site's delay per second used to be. */
type Baseline = {
	readonly readings: Count;
	readonly mean: Nanoseconds;
	readonly highest: Nanoseconds;
};

/**
 * A lock delays goroutines far more than it used to. What it used to is the time before `recentSeconds`, so that the
 * spike is not its own measure; a spike no higher than an earlier one is that site's habit and stays silent.
 */
export const contentionSpike: Detector<'contention-spike'> = {
	id: 'contention-spike',
	word: 'spike',
	reads: ['mutex', 'block'],
	check(history, rule) {
		// Both profiles tell of the same locks: one is enough, and a reading of the other brings nothing new.
		const profile = history.mutex.readings > 0 && history.mutex.contentions > 0 ? 'mutex' : 'block';
		const {takenAt} = history[profile];
		const rates = freshSiteRates(history, profile);
		if (rates === undefined || takenAt === undefined) {
			return tooEarly;
		}

		const until = takenAt - rule.recentSeconds * 1000;
		const from = Math.max(history.comparableSince, until - rule.baselineSeconds * 1000);
		const readings = countReadings(history, profile, from, until);
		if (readings < rule.baselineReadings) {
			return tooEarly;
		}

		const findings = rates
			.filter(
				({delayNanosecondsPerSecond: delay, site}) =>
					delay >= rule.delaySecondsPerSecond * 1e9 &&
					(profile === 'mutex' || lockKinds.has(site.site.kind)) &&
					// The last minute settles most; half an hour is read only for the few that may be spikes.
					delay > baselineOf(site, profile, Math.max(from, until - minute), until, readings).highest,
			)
			.flatMap(rate => {
				const baseline = baselineOf(rate.site, profile, from, until, readings);
				const usual = Math.max(rule.riseFactor * baseline.mean, baseline.highest);
				return rate.delayNanosecondsPerSecond > usual ? [findingOf(rate, baseline)] : [];
			});
		return found(...findings);
	},
};

function countReadings(history: History, profile: ContentionProfile, from: number, until: number): Count {
	let readings = 0;
	visitPoints(history[profile].delayPerSecond, from, until, () => readings++);
	return readings;
}

function baselineOf(
	site: SiteHistory,
	profile: ContentionProfile,
	from: number,
	until: number,
	readings: Count,
): Baseline {
	const series = site.rates[profile]?.delayPerSecond;
	let sum = 0;
	let highest = 0;
	if (series !== undefined) {
		visitPoints(series, from, until, (_at, value) => {
			sum += value;
			highest = Math.max(highest, value);
		});
	}

	// Readings before a site's first contention are zeros that nobody wrote down.
	return {readings, mean: sum / readings, highest};
}

function findingOf(rate: SiteRate, baseline: Baseline): Finding {
	const {key, kind} = rate.site.site;
	return {
		subject: {kind: 'site', key},
		severity: 'warning',
		headline: `${formatDelayRate(rate.delayNanosecondsPerSecond)} of delay, ${timesMore(rate, baseline)}`,
		why: 'This place delays goroutines far more than it did before: load, data or the code behind the lock has changed.',
		...adviceFor(kind),
		confidence: 'strong',
		evidence: [
			delayRateEvidence('delay now', rate.delayNanosecondsPerSecond),
			delayRateEvidence(`mean of ${baseline.readings} earlier readings`, baseline.mean),
			delayRateEvidence('highest of them', baseline.highest),
		],
		since: undefined,
		stack: rate.stack,
		sites: [key],
		absorbs: [],
	};
}

function timesMore(rate: SiteRate, {mean}: Baseline): string {
	const usual = `usually ${formatDelayRate(mean)}`;
	const times = Math.round(rate.delayNanosecondsPerSecond / mean);
	return times < 1000 ? `${times} times the usual ${formatDelayRate(mean)}` : usual;
}
