import {sitesKept} from '../profile/goroutine-snapshot.ts';
import type {Site, SiteKey} from '../profile/site.ts';
import {type SiteId, siteIdOf} from '../profile/site-id.ts';
import type {UnixMilliseconds} from '../profile/units.ts';
import type {History, SiteHistory} from './history.ts';
import {emptySeries} from './series.ts';

// Twice what the three profiles can name at once: only a target that makes up new names all the time has more.
const sitesHeld = 6 * sitesKept;
const idsHeld = 2 * sitesHeld;

/** A site never seen before. Its id is entered in `taken`, which also remembers sites that are gone. */
export function newSite(site: Site, at: UnixMilliseconds, taken: Map<SiteId, SiteKey>): SiteHistory {
	const id = idOf(site.key, taken);
	taken.set(id, site.key);
	return {id, site, firstSeenAt: at, lastSeenAt: at, waiting: emptySeries, waiters: undefined, rates: {}};
}

function idOf(key: SiteKey, taken: ReadonlyMap<SiteId, SiteKey>): SiteId {
	return siteIdOf(key, {has: id => taken.has(id) && taken.get(id) !== key});
}

/** Takes the new sites and the ids given out, both within bounds: what was seen last stays. */
export function withSites(
	history: History,
	sites: readonly SiteHistory[],
	siteKeys: ReadonlyMap<SiteId, SiteKey>,
): History {
	const held =
		sites.length > sitesHeld
			? sites.toSorted((a, b) => b.lastSeenAt - a.lastSeenAt).slice(0, sitesHeld)
			: sites;
	return {
		...history,
		sites: new Map(held.map(site => [site.site.key, site])),
		siteKeys: siteKeys.size > idsHeld ? new Map(held.map(site => [site.id, site.site.key])) : siteKeys,
	};
}
