import type {GoroutineSnapshot, SiteWaiters} from '../profile/goroutine-snapshot.ts';
import type {SiteKey} from '../profile/site.ts';
import {type Milliseconds, millisecondsPerMinute, type UnixMilliseconds} from '../profile/units.ts';
import type {History, SiteHistory} from './history.ts';
import {append, newestCount} from './series.ts';
import {newSite, withSites} from './site-table.ts';

/** A site nobody has waited at for this long, and that no contention profile knows, is forgotten. */
const forgetAfterMilliseconds: Milliseconds = 15 * millisecondsPerMinute;

/** Adds one goroutine profile. Every known site gets a point, zero when none waits there. */
export function recordGoroutines(
	history: History,
	at: UnixMilliseconds,
	snapshot: GoroutineSnapshot,
): History {
	const waitersByKey = new Map<SiteKey, SiteWaiters>(
		snapshot.sites.map(waiters => [waiters.site.key, waiters]),
	);
	const sites: SiteHistory[] = [];
	for (const known of history.sites.values()) {
		const waiters = waitersByKey.get(known.site.key);
		waitersByKey.delete(known.site.key);
		if (waiters === undefined && isForgotten(known, at)) {
			continue;
		}

		sites.push(addWaiters(known, at, waiters));
	}

	const taken = new Map(history.siteKeys);
	for (const waiters of waitersByKey.values()) {
		sites.push(addWaiters(newSite(waiters.site, at, taken), at, waiters));
	}

	return {
		...withSites(history, sites, taken),
		at,
		goroutinesTakenAt: at,
		goroutineReadings: history.goroutineReadings + 1,
		goroutinesInProfile: snapshot.total,
		observers: snapshot.observers,
		sitesLeftOut: snapshot.siteCount - snapshot.sites.length,
	};
}

function addWaiters(known: SiteHistory, at: UnixMilliseconds, waiters: SiteWaiters | undefined): SiteHistory {
	if (waiters === undefined && newestCount(known.waiting) === 0) {
		// Only a contention profile knows it: a row of zeros would say nothing and cost memory.
		return known;
	}

	return {
		...known,
		waiters,
		lastSeenAt: waiters === undefined ? known.lastSeenAt : at,
		waiting: append(known.waiting, at, waiters?.count ?? 0),
	};
}

function isForgotten(known: SiteHistory, at: UnixMilliseconds): boolean {
	return (
		known.rates.block === undefined &&
		known.rates.mutex === undefined &&
		at - known.lastSeenAt > forgetAfterMilliseconds
	);
}
