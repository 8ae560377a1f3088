import type {GoroutineSnapshot, SiteWaiters} from '../profile/goroutine-snapshot.ts';
import {type Milliseconds, millisecondsPerMinute, type UnixMilliseconds} from '../profile/units.ts';
import type {History, SiteHistory} from './history.ts';
import {append, newestCount} from './series.ts';
import {openSiteTable} from './site-table.ts';

/** A site nobody has waited at for this long, and that no contention profile knows, is forgotten. */
const forgetAfterMilliseconds: Milliseconds = 15 * millisecondsPerMinute;

/** Adds one goroutine profile. Every known site gets a point, zero when none waits there. */
export function recordGoroutines(
	history: History,
	at: UnixMilliseconds,
	snapshot: GoroutineSnapshot,
): History {
	const table = openSiteTable(history);
	const {sites} = table;
	for (const waiters of snapshot.sites) {
		const {key} = waiters.site;
		sites.set(addWaiters(sites.get(key) ?? table.newSite(waiters.site, at), at, waiters));
	}

	for (const known of history.sites.values()) {
		const {key} = known.site;
		if (sites.get(key) !== known) {
			continue;
		}

		if (isForgotten(known, at)) {
			sites.delete(key);
			// What only a contention profile knows gets no row of zeros: it would say nothing and cost memory.
		} else if (newestCount(known.waiting) > 0) {
			sites.set(addWaiters(known, at, undefined));
		}
	}

	return {
		...table.finish(),
		at,
		goroutinesTakenAt: at,
		goroutineReadings: history.goroutineReadings + 1,
		goroutinesInProfile: snapshot.total,
		observers: snapshot.observers,
		sitesLeftOut: snapshot.siteCount - snapshot.sites.length,
	};
}

function addWaiters(known: SiteHistory, at: UnixMilliseconds, waiters: SiteWaiters | undefined): SiteHistory {
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
