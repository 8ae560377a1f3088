import type {ContentionProfile} from '../profile/contention-snapshot.ts';
import type {History, SiteHistory} from '../series/history.ts';
import type {ScreenId} from './look.ts';
import {changePerMinute, ratesOf, waitingAt} from './site-row.ts';

/** A column by which site rows can be sorted. Numbers sort highest first, the name from a to z. */
export type SiteColumn = 'waiting' | 'change' | 'delay' | 'events' | 'average' | 'site';

const sortable: {readonly [screen in ScreenId]: readonly SiteColumn[]} = {
	sites: ['waiting', 'change', 'delay', 'events', 'average', 'site'],
	goroutines: ['waiting', 'change', 'site'],
	mutex: ['delay', 'events', 'average', 'site'],
	heap: [],
	warnings: [],
	triage: [],
	dependencies: ['waiting', 'change', 'site'],
};

/** The columns that `o` goes through on a screen; the first is the order one starts with. */
export function sortColumnsOf(screen: ScreenId): readonly SiteColumn[] {
	return sortable[screen];
}

type Ranked = {readonly site: SiteHistory; readonly rank: number | undefined};

/**
 * Sites in the order of a column. Only what the column needs is worked out: of thousands of sites a screen shows thirty.
 */
export function sortedSites(
	sites: readonly SiteHistory[],
	{column, reversed}: {readonly column: SiteColumn; readonly reversed: boolean},
	rankOf: (site: SiteHistory, column: SiteColumn) => number | undefined,
): readonly SiteHistory[] {
	const sign = reversed ? -1 : 1;
	return sites
		.map((site): Ranked => ({site, rank: rankOf(site, column)}))
		.sort((a, b) => {
			const difference = column === 'site' ? sign * compareNames(a, b) : compareRanks(a.rank, b.rank, sign);
			// Ties keep a fixed order, or rows would swap places at each sample.
			return difference || compareNames(a, b) || (a.site.site.key < b.site.site.key ? -1 : 1);
		})
		.map(({site}) => site);
}

/** Where there is no number there is nothing to compare: those rows come last, whatever the order. */
export function compareRanks(a: number | undefined, b: number | undefined, sign: number): number {
	if (a === undefined || b === undefined) {
		return (a === undefined ? 1 : 0) - (b === undefined ? 1 : 0);
	}

	return sign * (b - a);
}

function compareNames(a: Ranked, b: Ranked): number {
	const left = a.site.site.name;
	const right = b.site.site.name;
	return left < right ? -1 : left > right ? 1 : 0;
}

/** The number of a site in a column, without a baseline when there is none; undefined where its row shows none. */
export function rankIn(
	history: History,
	profileOf: (site: SiteHistory) => ContentionProfile,
	baseline: History | undefined,
): (site: SiteHistory, column: SiteColumn) => number | undefined {
	return (site, column) => {
		switch (column) {
			case 'waiting': {
				return waitingAt(site, baseline);
			}

			case 'change': {
				return changePerMinute(site, history);
			}

			case 'delay': {
				return ratesOf(site, history, profileOf(site), baseline).delayPerSecond;
			}

			case 'events': {
				return ratesOf(site, history, profileOf(site), baseline).eventsPerSecond;
			}

			case 'average': {
				return ratesOf(site, history, profileOf(site), baseline).averageWaitNanoseconds;
			}

			case 'site': {
				return 0;
			}
		}
	};
}
