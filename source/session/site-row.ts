import type {ContentionProfile} from '../profile/contention-snapshot.ts';
import type {Count, Nanoseconds} from '../profile/units.ts';
import {millisecondsPerMinute} from '../profile/units.ts';
import type {History, SiteHistory} from '../series/history.ts';
import {latest} from '../series/series.ts';
import {windowOf} from '../series/window.ts';

/** The numbers of one site in one table. Undefined where a profile says nothing about it. */
export type SiteRow = {
	readonly history: SiteHistory;
	/** Whose delay and events these are: those of who waited here (block), or of others that waited for it (mutex). */
	readonly profile: ContentionProfile;
	/** Goroutines waiting now; with a baseline, their change since. Undefined before the first goroutine profile. */
	readonly waiting: Count | undefined;
	readonly changePerMinute: number | undefined;
	readonly delayPerSecond: Nanoseconds | undefined;
	readonly eventsPerSecond: number | undefined;
	readonly averageWaitNanoseconds: Nanoseconds | undefined;
	/** Of all delay in this profile, in the same span. */
	readonly delayShare: number | undefined;
};

/** A site as a row; `profile` says whose delay it shows: the waiter's (block) or the one caused to others (mutex). */
export function siteRowOf(
	site: SiteHistory,
	history: History,
	profile: ContentionProfile,
	baseline: History | undefined,
): SiteRow {
	const rates = ratesOf(site, history, profile, baseline);
	const totalDelayPerSecond = latest(history[profile].delayPerSecond)?.value ?? 0;
	return {
		history: site,
		profile,
		waiting: history.goroutinesTakenAt === undefined ? undefined : waitingAt(site, baseline),
		changePerMinute: changePerMinute(site, history),
		...rates,
		delayShare:
			rates.delayPerSecond === undefined || totalDelayPerSecond === 0 || baseline !== undefined
				? undefined
				: Math.min(1, rates.delayPerSecond / totalDelayPerSecond),
	};
}

export function waitingAt(site: SiteHistory, baseline: History | undefined): Count {
	const now = site.waiters?.count ?? 0;
	return baseline === undefined ? now : now - (baseline.sites.get(site.site.key)?.waiters?.count ?? 0);
}

type Rates = Pick<SiteRow, 'delayPerSecond' | 'eventsPerSecond' | 'averageWaitNanoseconds'>;

const noRates: Rates = {
	delayPerSecond: undefined,
	eventsPerSecond: undefined,
	averageWaitNanoseconds: undefined,
};

/** The profile that knows a site: one that only delays others is in the mutex profile alone. */
export function profileOfSite({rates}: SiteHistory): ContentionProfile {
	return rates.block === undefined && rates.mutex !== undefined ? 'mutex' : 'block';
}

export function ratesOf(
	site: SiteHistory,
	history: History,
	profile: ContentionProfile,
	baseline: History | undefined,
): Rates {
	return baseline === undefined
		? ratesNow(site, history, profile)
		: ratesSince(site, profile, history, baseline);
}

function ratesNow(site: SiteHistory, history: History, profile: ContentionProfile): Rates {
	const last = site.rates[profile]?.last;
	// What found no room in the newest reading has no rate now, whatever it had before.
	const isListed = history[profile].listed?.has(site.site.key) ?? true;
	return last === undefined || last.elapsedMilliseconds === 0 || !isListed
		? noRates
		: ratesFrom(last.contentions, last.delayNanoseconds, last.elapsedMilliseconds);
}

function ratesSince(
	site: SiteHistory,
	profile: ContentionProfile,
	history: History,
	baseline: History,
): Rates {
	const now = site.rates[profile]?.cumulative;
	const then = baseline.sites.get(site.site.key)?.rates[profile]?.cumulative;
	const [from, to] = [baseline[profile].countedAt, history[profile].countedAt];
	const elapsedMilliseconds = from === undefined || to === undefined ? 0 : to - from;
	const wasListed = baseline[profile].listed?.has(site.site.key) ?? true;
	const beganAnewAt = history.marks.findLast(({kind}) => kind !== 'gap')?.at ?? Number.NEGATIVE_INFINITY;
	// Counters of another process, or under another sampling rate, have nothing to be subtracted from.
	return now === undefined || elapsedMilliseconds <= 0 || !wasListed || beganAnewAt > baseline.at
		? noRates
		: ratesFrom(
				now.contentions - (then?.contentions ?? 0),
				now.delayNanoseconds - (then?.delayNanoseconds ?? 0),
				elapsedMilliseconds,
			);
}

function ratesFrom(contentions: Count, delayNanoseconds: Nanoseconds, elapsedMilliseconds: number): Rates {
	return {
		delayPerSecond: (delayNanoseconds * 1000) / elapsedMilliseconds,
		eventsPerSecond: (contentions * 1000) / elapsedMilliseconds,
		averageWaitNanoseconds: contentions > 0 ? delayNanoseconds / contentions : undefined,
	};
}

export function changePerMinute(site: SiteHistory, history: History): number | undefined {
	const to = history.goroutinesTakenAt ?? history.at;
	const from = Math.max(to - millisecondsPerMinute, history.comparableSince);
	const window = windowOf(site.waiting, from, to);
	const elapsedMilliseconds =
		window === undefined ? 0 : window.toUnixMilliseconds - window.fromUnixMilliseconds;
	// Less than ten seconds says little about a minute.
	return window === undefined || elapsedMilliseconds < 10_000
		? undefined
		: ((window.last - window.first) * millisecondsPerMinute) / elapsedMilliseconds;
}
