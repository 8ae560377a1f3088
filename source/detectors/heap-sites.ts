import type {Stack} from '../profile/frame.ts';
import type {HeapSite, HeapSnapshot} from '../profile/heap-snapshot.ts';
import type {Bytes, Milliseconds} from '../profile/units.ts';
import type {History} from '../series/history.ts';
import {placeOf} from './evidence.ts';

export type HeapPlace = {
	/** `cache.(*LRU).Add lru.go:41` */
	readonly place: string;
	/** `lru.go:41`, or the function where no line is known. */
	readonly shortPlace: string;
	readonly bytes: Bytes;
	readonly stack: Stack;
};

export function largestHeapSite({heapProfile}: History): HeapPlace | undefined {
	const top =
		heapProfile.latest === undefined ? undefined : topSite(heapProfile.latest, site => site.inuseBytes);
	return top && placed(top);
}

/** The site that grew most between the two heap profiles, all growth, and the time between them. */
export function topGrowingHeapSite({
	heapProfile,
}: History): (HeapPlace & {readonly grownBytes: Bytes; readonly overMilliseconds: Milliseconds}) | undefined {
	const {latest, earlier, takenAt} = heapProfile;
	if (latest === undefined || earlier === undefined || takenAt === undefined || takenAt <= earlier.at) {
		return undefined;
	}

	const top = topSite(
		latest,
		({site, inuseBytes}) => inuseBytes - (earlier.snapshot.sites.get(site.key)?.inuseBytes ?? 0),
	);
	return (
		top && {
			...placed(top),
			grownBytes: latest.inuseBytes - earlier.snapshot.inuseBytes,
			overMilliseconds: takenAt - earlier.at,
		}
	);
}

function placed({site: {site, stack}, bytes}: {readonly site: HeapSite; readonly bytes: Bytes}): HeapPlace {
	return {place: placeOf(site), shortPlace: site.place === '' ? site.name : site.place, bytes, stack};
}

function topSite(
	snapshot: HeapSnapshot,
	bytesOf: (site: HeapSite) => Bytes,
): {readonly site: HeapSite; readonly bytes: Bytes} | undefined {
	let top: {site: HeapSite; bytes: Bytes} | undefined;
	for (const site of snapshot.sites.values()) {
		const bytes = bytesOf(site);
		if (bytes > (top?.bytes ?? 0)) {
			top = {site, bytes};
		}
	}

	return top;
}
