import type {Stack} from './frame.ts';
import type {Site, SiteKey} from './site.ts';
import type {Bytes, Count} from './units.ts';

/** What is live from one allocation site, as of the last collection but one, scaled up from the sampled allocations. */
export type HeapSite = {
	readonly site: Site;
	readonly inuseBytes: Bytes;
	readonly inuseObjects: Count;
	readonly stack: Stack;
};

/** A heap profile by allocation site: the first frame of the people's own code above the allocation. */
export type HeapSnapshot = {
	readonly inuseBytes: Bytes;
	/** At most `heapSitesKept`, those with most live bytes first. */
	readonly sites: ReadonlyMap<SiteKey, HeapSite>;
	/**
	 * Live timers made by time.NewTimer, time.After, time.NewTicker, time.Tick and time.AfterFunc, one for each however many
	 * objects it takes. At the default sampling rate one sampled allocation stands for some 2,300 of them.
	 */
	readonly timerObjects: Count;
	/** Where most of those timers were made: objects are timers, bytes are all that was allocated for them. */
	readonly timerSite: HeapSite | undefined;
};

export const heapSitesKept: Count = 500;
