import type {SiteKey} from './site.ts';

declare const siteIdBrand: unique symbol;
/** What people say on a call: `k7p`, `c4m`. Derived from the site's key: the same in every session, but where another site had it first. */
export type SiteId = string & {readonly [siteIdBrand]: true};

// No i, l, o, 0 or 1: they are misread on screens and misheard on calls.
const letters = 'abcdefghjkmnpqrstuvwxyz';
const digits = '23456789';

/** Names of an honest program need 3 or 4; only names made to collide ever need more. */
const mostLetters = 8;

/**
 * Shortest id of `key` that is not in `taken`; grows by a character at each collision. Keys made to collide get ids that
 * count on, which begin with a digit: neither their length nor the work for one may grow with their number.
 */
export function siteIdOf(
	key: SiteKey,
	taken: {readonly size: number; readonly has: (id: SiteId) => boolean},
): SiteId {
	let hash = fnv1a(key);
	let id = '';
	for (let length = 0; length < mostLetters; length++) {
		const alphabet = alphabetAt(length);
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

	// It grows with each id given out: the number that it has reached is free, or one near it.
	for (let number = taken.size; ; number++) {
		const counted = numbered(number);
		if (!taken.has(counted)) {
			return counted;
		}
	}
}

function alphabetAt(place: number): string {
	return place % 2 === 0 ? letters : digits;
}

function numbered(number: number): SiteId {
	let rest = number;
	let id = '';
	for (let place = 1; place <= 3 || rest > 0; place++) {
		const alphabet = alphabetAt(place);
		id += alphabet[rest % alphabet.length];
		rest = Math.floor(rest / alphabet.length);
	}

	return id as SiteId;
}

/** FNV-1a, 32 bits: short, well spread, and the same everywhere. */
function fnv1a(text: string): number {
	let hash = 0x811c9dc5;
	for (let index = 0; index < text.length; index++) {
		hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
	}

	return hash >>> 0;
}
