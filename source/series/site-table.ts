import {sitesKept} from '../profile/goroutine-snapshot.ts';
import type {Site, SiteKey} from '../profile/site.ts';
import {type SiteId, siteIdOf} from '../profile/site-id.ts';
import type {Count, UnixMilliseconds} from '../profile/units.ts';
import type {History, SiteHistory} from './history.ts';
import {emptySeries} from './series.ts';
import {draftOf, type Sites, type SitesDraft, sitesOf} from './sites.ts';

// Twice what the three profiles can name at once: only a target that makes up new names all the time has more.
const sitesHeld = 6 * sitesKept;
const idsHeld = 2 * sitesHeld;
/** Keys hold names of up to 4 KB, and a site keeps its name several times: a target that makes them up may not keep more. */
const charactersHeld: Count = 8 * 1024 * 1024;

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
			if (ids === undefined) {
				return {...history, sites: sites.finish()};
			}

			const isTooMuch = sites.size() > sitesHeld || charactersOf(ids.values()) > charactersHeld;
			const held = isTooMuch ? sitesOf(seenLast(sites.values())) : sites.finish();
			return {...history, sites: held, siteKeys: isTooMuch || ids.size > idsHeld ? idsOf(held) : ids};
		},
	};
}

function idOf(key: SiteKey, taken: ReadonlyMap<SiteId, SiteKey>): SiteId {
	return siteIdOf(key, {size: taken.size, has: id => taken.has(id) && taken.get(id) !== key});
}

function seenLast(sites: readonly SiteHistory[]): readonly SiteHistory[] {
	let characters: Count = 0;
	return sites
		.toSorted((a, b) => b.lastSeenAt - a.lastSeenAt)
		.slice(0, sitesHeld)
		.filter(({site: {key}}) => {
			characters += key.length;
			return characters <= charactersHeld;
		});
}

function charactersOf(keys: Iterable<SiteKey>): Count {
	let characters: Count = 0;
	for (const key of keys) {
		characters += key.length;
	}

	return characters;
}

function idsOf(sites: Sites): ReadonlyMap<SiteId, SiteKey> {
	return new Map(sites.values().map(({id, site}) => [id, site.key]));
}
