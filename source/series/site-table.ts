import {sitesKept} from '../profile/goroutine-snapshot.ts';
import type {Site, SiteKey} from '../profile/site.ts';
import {type SiteId, siteIdOf} from '../profile/site-id.ts';
import type {UnixMilliseconds} from '../profile/units.ts';
import type {History, SiteHistory} from './history.ts';
import {emptySeries} from './series.ts';
import {draftOf, type Sites, type SitesDraft, sitesOf} from './sites.ts';

// Twice what the three profiles can name at once: only a target that makes up new names all the time has more.
const sitesHeld = 6 * sitesKept;
const idsHeld = 2 * sitesHeld;

/** The sites of a history as one reading leaves them. */
export type SiteTable = {
	readonly sites: SitesDraft;
	/** A site never seen before, with an id of its own; not entered yet. */
	readonly newSite: (site: Site, at: UnixMilliseconds) => SiteHistory;
	/** The history with these sites and the ids given out, both within bounds: what was seen last stays. */
	readonly finish: () => History;
};

export function openSiteTable(history: History): SiteTable {
	const sites = draftOf(history.sites);
	// Also remembers sites that are gone; copied for the first new one, as most readings bring none.
	let ids: Map<SiteId, SiteKey> | undefined;

	return {
		sites,
		newSite(site, at) {
			ids ??= new Map(history.siteKeys);
			const id = idOf(site.key, ids);
			ids.set(id, site.key);
			return {id, site, firstSeenAt: at, lastSeenAt: at, waiting: emptySeries, waiters: undefined, rates: {}};
		},
		finish() {
			const held = sites.size() > sitesHeld ? sitesOf(seenLast(sites.values())) : sites.finish();
			const siteKeys = ids ?? history.siteKeys;
			return {
				...history,
				sites: held,
				siteKeys: siteKeys.size > idsHeld ? idsOf(held) : siteKeys,
			};
		},
	};
}

function idOf(key: SiteKey, taken: ReadonlyMap<SiteId, SiteKey>): SiteId {
	return siteIdOf(key, {has: id => taken.has(id) && taken.get(id) !== key});
}

function seenLast(sites: readonly SiteHistory[]): readonly SiteHistory[] {
	return sites.toSorted((a, b) => b.lastSeenAt - a.lastSeenAt).slice(0, sitesHeld);
}

function idsOf(sites: Sites): ReadonlyMap<SiteId, SiteKey> {
	return new Map(sites.values().map(({id, site}) => [id, site.key]));
}
