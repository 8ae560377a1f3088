import type {ContentionProfile} from '../profile/contention-snapshot.ts';
import type {Stack} from '../profile/frame.ts';
import type {Count, Nanoseconds, UnixMilliseconds} from '../profile/units.ts';
import type {History, SiteHistory} from '../series/history.ts';
import {latest} from '../series/series.ts';

/** What one site did between the last two readings of a profile. */
export type SiteRate = {
	readonly site: SiteHistory;
	/** Per second of wall time. */
	readonly delayNanosecondsPerSecond: Nanoseconds;
	readonly contentionsPerSecond: number;
	readonly contentions: Count;
	readonly delayNanoseconds: Nanoseconds;
	readonly stack: Stack | undefined;
};

type RatesOfProfiles = Partial<Record<ContentionProfile, readonly SiteRate[]>>;

// Several detectors ask for the same reading; of thousands of sites, sorting takes longer than all else they do.
const ratesOfHistory = new WeakMap<History, RatesOfProfiles>();

/**
 * The sites that moved in the newest reading, most delay first. Undefined before two comparable readings. Contention
 * inside Go's own runtime (Go 1.22 and later report it) is left out: no locked section of the program causes it.
 */
export function siteRatesNow(history: History, profile: ContentionProfile): readonly SiteRate[] | undefined {
	const {takenAt, readings} = history[profile];
	if (takenAt === undefined || readings < 2) {
		return undefined;
	}

	const known = ratesOfHistory.get(history) ?? {};
	known[profile] ??= movedSites(history, profile, takenAt);
	ratesOfHistory.set(history, known);
	return known[profile];
}

function movedSites(
	history: History,
	profile: ContentionProfile,
	takenAt: UnixMilliseconds,
): readonly SiteRate[] {
	const moved: SiteRate[] = [];
	for (const site of history.sites.values()) {
		const rates = site.rates[profile];
		if (
			rates !== undefined &&
			rates.last.contentions > 0 &&
			site.site.kind !== 'runtime lock' &&
			latest(rates.delayPerSecond)?.at === takenAt
		) {
			const {contentions, delayNanoseconds, elapsedMilliseconds} = rates.last;
			moved.push({
				site,
				delayNanosecondsPerSecond: (delayNanoseconds * 1000) / elapsedMilliseconds,
				contentionsPerSecond: (contentions * 1000) / elapsedMilliseconds,
				contentions,
				delayNanoseconds,
				stack: rates.cumulative.stacks[0]?.stack,
			});
		}
	}

	return moved.sort((a, b) => b.delayNanoseconds - a.delayNanoseconds);
}

/** The same, but undefined unless the newest event was a reading of this profile: nothing may be counted twice. */
export function freshSiteRates(
	history: History,
	profile: ContentionProfile,
): readonly SiteRate[] | undefined {
	return history[profile].takenAt === history.at ? siteRatesNow(history, profile) : undefined;
}
