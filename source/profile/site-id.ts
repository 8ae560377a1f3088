import type {SiteKey} from './site.ts';

declare const siteIdBrand: unique symbol;
/** What people say on a call: `k7p`, `c4m`. Derived from the site's key: the same in every session, but where another site had it first. */
export type SiteId = string & {readonly [siteIdBrand]: true};

// No i, l, o, 0 or 1: they are misread on screens and misheard on calls.
const letters = 'abcdefghjkmnpqrstuvwxyz';
const digits = '23456789';

/** Shortest id of `key` that is not in `taken`; grows by a character at each collision. */
export function siteIdOf(key: SiteKey, taken: {readonly has: (id: SiteId) => boolean}): SiteId {
	let hash = fnv1a(key);
	let id = '';
	for (let length = 0; ; length++) {
		const alphabet = length % 2 === 0 ? letters : digits;
		id += alphabet[hash % alphabet.length];
		hash = Math.floor(hash / alphabet.length);
		if (length >= 2 && !taken.has(id as SiteId)) {
			return id as SiteId;
		}

		// A hash used up is drawn again from the id so far: longer ids stay a function of the key.
		if (hash === 0) {
			hash = fnv1a(key + id);
		}
	}
}

/** FNV-1a, 32 bits: short, well spread, and the same everywhere. */
function fnv1a(text: string): number {
	let hash = 0x811c9dc5;
	for (let index = 0; index < text.length; index++) {
		hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
	}

	return hash >>> 0;
}
