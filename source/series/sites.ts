import type {SiteKey} from '../profile/site.ts';
import type {Count} from '../profile/units.ts';
import type {SiteHistory} from './history.ts';

/**
 * The sites of one moment, by their keys. All versions look for a key in one map, which tells the place it has in their
 * lists: to copy a list of ten thousand takes microseconds, and a map as many milliseconds. A version in which a key has no
 * place does not know it.
 */
export type Sites = {
	readonly size: Count;
	readonly get: (key: SiteKey) => SiteHistory | undefined;
	readonly values: () => readonly SiteHistory[];
	readonly places: Map<SiteKey, number>;
	readonly list: readonly (SiteHistory | undefined)[];
};

/** Sites being changed; what they were stays as it was. */
export type SitesDraft = {
	readonly get: (key: SiteKey) => SiteHistory | undefined;
	readonly set: (site: SiteHistory) => void;
	readonly delete: (key: SiteKey) => void;
	readonly size: () => Count;
	readonly values: () => readonly SiteHistory[];
	readonly finish: () => Sites;
};

/** Places of sites that are gone are given up when there are more of them than this, and than sites. */
const leastEmptyPlaces: Count = 1000;

export function sitesOf(sites: readonly SiteHistory[]): Sites {
	return versionOf(new Map(sites.map(({site}, place) => [site.key, place])), sites, sites.length);
}

export function draftOf(sites: Sites): SitesDraft {
	const {places} = sites;
	const list = sites.list.slice();
	let {size} = sites;

	const get = (key: SiteKey) => at(list, places.get(key));
	const values = () => list.filter(site => site !== undefined);
	return {
		get,
		set(site) {
			const {key} = site.site;
			let place = places.get(key);
			if (place === undefined) {
				place = places.size;
				places.set(key, place);
			}

			while (list.length < place) {
				// Another version has given this place away.
				list.push(undefined);
			}

			size += list[place] === undefined ? 1 : 0;
			list[place] = site;
		},
		delete(key) {
			const place = places.get(key);
			if (place !== undefined && at(list, place) !== undefined) {
				list[place] = undefined;
				size -= 1;
			}
		},
		size: () => size,
		values,
		finish: () =>
			places.size > Math.max(2 * size, size + leastEmptyPlaces)
				? sitesOf(values())
				: versionOf(places, list, size),
	};
}

function versionOf(places: Map<SiteKey, number>, list: Sites['list'], size: Count): Sites {
	let present: readonly SiteHistory[] | undefined;
	return {
		size,
		places,
		list,
		get: key => at(list, places.get(key)),
		values() {
			present ??= list.filter(site => site !== undefined);
			return present;
		},
	};
}

/** A place beyond the end would make of the list what is slow to read. */
function at(list: Sites['list'], place: number | undefined): SiteHistory | undefined {
	return place !== undefined && place < list.length ? list[place] : undefined;
}
