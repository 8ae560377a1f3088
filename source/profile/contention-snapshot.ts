import type {Stack} from './frame.ts';
import {sitesKept} from './goroutine-snapshot.ts';
import type {Profile} from './profile.ts';
import type {Site, SiteKey} from './site.ts';
import {createStackReader} from './stack-reader.ts';
import type {Count, Nanoseconds} from './units.ts';

export type ContentionProfile = 'block' | 'mutex';

/** Cumulative since the process started. Stacks are the waiter's (block) or the releaser's (mutex). */
export type ContentionStack = {
	readonly stack: Stack;
	readonly contentions: Count;
	readonly delayNanoseconds: Nanoseconds;
};

/** `stacks` are those with most delay first, at most `stacksKept`, of `stackCount`. */
export type SiteContention = {
	readonly site: Site;
	readonly contentions: Count;
	readonly delayNanoseconds: Nanoseconds;
	readonly stacks: readonly ContentionStack[];
	readonly stackCount: Count;
};

export type ContentionSnapshot = {
	readonly profile: ContentionProfile;
	readonly contentions: Count;
	readonly delayNanoseconds: Nanoseconds;
	/** At most `sitesKept`, those with most delay. */
	readonly sites: readonly SiteContention[];
	readonly siteCount: Count;
};

const stacksKept = 8;

/** Groups a block or mutex profile (values: contentions/count, delay/nanoseconds) by site; sums are kept to the unit. */
export function groupContention(
	profile: Profile,
	which: ContentionProfile,
	ownRoot: string | undefined,
	read = createStackReader(ownRoot),
): ContentionSnapshot {
	const bySite = new Map<
		SiteKey,
		{site: Site; contentions: Count; delayNanoseconds: Nanoseconds; stacks: ContentionStack[]}
	>();
	let contentionsInAll = 0;
	let delayInAll = 0;
	for (const {stack, values} of profile.samples) {
		// Counters that no process has.
		const contentions = Math.max(0, values[0] ?? 0);
		const delayNanoseconds = Math.max(0, values[1] ?? 0);
		contentionsInAll += contentions;
		delayInAll += delayNanoseconds;
		const site = read.site(stack);
		const entry = bySite.get(site.key) ?? {site, contentions: 0, delayNanoseconds: 0, stacks: []};
		entry.contentions += contentions;
		entry.delayNanoseconds += delayNanoseconds;
		entry.stacks.push({stack, contentions, delayNanoseconds});
		bySite.set(site.key, entry);
	}

	const sites = [...bySite.values()]
		.map(entry => ({
			...entry,
			stacks: entry.stacks.sort((a, b) => b.delayNanoseconds - a.delayNanoseconds).slice(0, stacksKept),
			stackCount: entry.stacks.length,
		}))
		.sort((a, b) => b.delayNanoseconds - a.delayNanoseconds);
	return {
		profile: which,
		contentions: contentionsInAll,
		delayNanoseconds: delayInAll,
		sites: sites.slice(0, sitesKept),
		siteCount: sites.length,
	};
}
