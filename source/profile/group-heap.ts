import type {Stack} from './frame.ts';
import {type HeapSite, type HeapSnapshot, heapSitesKept} from './heap-snapshot.ts';
import type {Profile} from './profile.ts';
import {createSiteReader, type Site, type SiteKey} from './site.ts';
import type {Bytes, Count} from './units.ts';

type Sums = {
	readonly site: Site;
	inuseBytes: Bytes;
	inuseObjects: Count;
	/** The stack with most of the bytes, and how many those are. */
	stack: Stack;
	stackBytes: Bytes;
};

/**
 * Groups a heap profile by allocation site; an empty snapshot when the profile does not say what is in use. Samples of
 * what has been freed are left out, so that the sites' bytes sum to `inuseBytes`.
 */
export function groupHeap(profile: Profile, ownRoot: string | undefined): HeapSnapshot {
	const objectsAt = profile.sampleTypes.findIndex(({type}) => type === 'inuse_objects');
	const bytesAt = profile.sampleTypes.findIndex(({type}) => type === 'inuse_space');
	const sites = new Map<SiteKey, Sums>();
	const timers = new Map<SiteKey, Sums>();
	const readSite = createSiteReader(ownRoot);
	let inuseBytes = 0;
	for (const {stack, values} of profile.samples) {
		const bytes = values[bytesAt] ?? 0;
		const objects = values[objectsAt] ?? 0;
		if (bytes <= 0 || objects <= 0) {
			continue;
		}

		inuseBytes += bytes;
		const site = allocationSiteOf(stack, readSite);
		add(sites, site, stack, bytes, objects);
		const objectsPerTimer = objectsPerTimerOf(stack);
		if (objectsPerTimer !== undefined) {
			const isWhole = isTimerPart(stack, bytes / objects);
			add(timers, site, stack, bytes, isWhole ? objects / objectsPerTimer : 0);
		}
	}

	const timerSites = [...timers.values()].sort((a, b) => b.inuseObjects - a.inuseObjects);
	return {
		inuseBytes,
		sites: new Map(
			[...sites.values()]
				.sort((a, b) => b.inuseBytes - a.inuseBytes)
				.slice(0, heapSitesKept)
				.map(sums => [sums.site.key, heapSiteOf(sums)]),
		),
		timerObjects: Math.round(timerSites.reduce((sum, {inuseObjects}) => sum + inuseObjects, 0)),
		timerSite: timerSites[0] && heapSiteOf(timerSites[0]),
	};
}

/**
 * What an allocation happens to be called from says nothing about its place: the kind of wait, which is part of a site's
 * key, is that of the site's own frame alone, `running` for all but Go's own code.
 */
function allocationSiteOf(stack: Stack, readSite: (stack: Stack) => Site): Site {
	return readSite([readSite(stack).frame]);
}

function add(
	sums: Map<SiteKey, Sums>,
	site: Site,
	stack: Stack,
	inuseBytes: Bytes,
	inuseObjects: Count,
): void {
	const entry = sums.get(site.key);
	if (entry === undefined) {
		sums.set(site.key, {site, inuseBytes, inuseObjects, stack, stackBytes: inuseBytes});
		return;
	}

	entry.inuseBytes += inuseBytes;
	entry.inuseObjects += inuseObjects;
	if (inuseBytes > entry.stackBytes) {
		entry.stack = stack;
		entry.stackBytes = inuseBytes;
	}
}

function heapSiteOf({site, inuseBytes, inuseObjects, stack}: Sums): HeapSite {
	return {site, inuseBytes, inuseObjects: Math.round(inuseObjects), stack};
}

/** Frames within which package time and the runtime make a timer, innermost first. */
const inTimer = /^(runtime|internal\/runtime\/\w+|time)\./u;

/**
 * How many objects of a timer's own size come with each timer, when this is the stack of one. Seen in Go 1.19 to 1.27:
 * time.NewTimer and time.NewTicker (time.After and time.Tick call them) make a timer, a channel and the channel's buffer;
 * time.AfterFunc makes the timer alone.
 */
function objectsPerTimerOf(stack: Stack): Count | undefined {
	for (const {functionName} of stack) {
		if (!inTimer.test(functionName)) {
			return undefined;
		}

		if (functionName === 'time.NewTimer' || functionName === 'time.NewTicker') {
			return 2;
		}

		if (functionName === 'time.AfterFunc') {
			return 1;
		}
	}

	return undefined;
}

/**
 * Timers and their channels take 80 to 112 bytes. The buffer of 24 is left out, for it is so rarely sampled that one
 * sample stands for 20,000 of them; and so is the runtime's list of timers, which grows by whole arrays.
 */
function isTimerPart(stack: Stack, bytesEach: Bytes): boolean {
	return bytesEach >= 48 && bytesEach <= 192 && stack[0]?.functionName !== 'time.startTimer';
}
