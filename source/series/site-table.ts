import type {Site, SiteKey} from '../profile/site.ts';
import {type SiteId, siteIdOf} from '../profile/site-id.ts';
import type {UnixMilliseconds} from '../profile/units.ts';
import type {History, SiteHistory} from './history.ts';
import {emptySeries} from './series.ts';

/** A site never seen before. Its id is entered in `taken`, which also remembers sites that are gone. */
export function newSite(site: Site, at: UnixMilliseconds, taken: Map<SiteId, SiteKey>): SiteHistory {
	const id = idOf(site.key, taken);
	taken.set(id, site.key);
	return {id, site, firstSeenAt: at, lastSeenAt: at, waiting: emptySeries, waiters: undefined, rates: {}};
}

function idOf(key: SiteKey, taken: ReadonlyMap<SiteId, SiteKey>): SiteId {
	return siteIdOf(key, {has: id => taken.has(id) && taken.get(id) !== key});
}

export function withSites(
	history: History,
	sites: readonly SiteHistory[],
	siteKeys: ReadonlyMap<SiteId, SiteKey>,
): History {
	return {...history, sites: new Map(sites.map(site => [site.site.key, site])), siteKeys};
}
