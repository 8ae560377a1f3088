import type {Stack} from './frame.ts';
import type {Label, Profile, ProfileSample} from './profile.ts';
import {type Site, type SiteKey, siteOf} from './site.ts';
import type {Count} from './units.ts';
import {type WaitContext, waitContextOf} from './wait-context.ts';

/** Goroutines that share one stack and one set of labels. */
export type GoroutineGroup = {
	readonly stack: Stack;
	readonly labels: readonly Label[];
	readonly count: Count;
};

/** Goroutines waiting at one site. `groups` are the largest first, at most `groupsKept`, of `groupCount`. */
export type SiteWaiters = {
	readonly site: Site;
	readonly count: Count;
	readonly groups: readonly GoroutineGroup[];
	readonly groupCount: Count;
	/** Of its largest group. */
	readonly context: WaitContext;
};

/** One goroutine profile by site, largest first. `total` leaves out the goroutines that served the observation. */
export type GoroutineSnapshot = {
	readonly total: Count;
	readonly observers: Count;
	/** At most `sitesKept`, the largest. */
	readonly sites: readonly SiteWaiters[];
	readonly siteCount: Count;
};

const groupsKept = 8;

/** More places than any program has; a hostile profile must not fill the screen's memory. */
export const sitesKept = 5000;

/** Groups a goroutine profile (sample value 0 is goroutine/count) by site. Group counts sum to `total`. */
export function groupGoroutines(profile: Profile, ownRoot: string | undefined): GoroutineSnapshot {
	const observers = sumCounts(profile.samples.filter(isObserver));
	const readers = sumCounts(profile.samples.filter(isRequestReader));
	// Each request being served also has a reader waiting for the client to hang up; ours are not the program's. A
	// reader that was only just started has no frames yet.
	let readersToLeaveOut = Math.min(observers, readers);
	let newbornsToLeaveOut = observers - readersToLeaveOut;
	let total = 0;
	const bySite = new Map<SiteKey, {site: Site; count: Count; groups: GoroutineGroup[]}>();
	for (const sample of profile.samples) {
		if (isObserver(sample)) {
			continue;
		}

		let count = sample.values[0] ?? 0;
		if (isRequestReader(sample)) {
			const left = Math.min(count, readersToLeaveOut);
			readersToLeaveOut -= left;
			count -= left;
		} else if (sample.stack.length === 0) {
			const left = Math.min(count, newbornsToLeaveOut);
			newbornsToLeaveOut -= left;
			count -= left;
		}

		if (count <= 0) {
			continue;
		}

		total += count;
		const site = siteOf(sample.stack, ownRoot);
		const entry = bySite.get(site.key) ?? {site, count: 0, groups: []};
		entry.count += count;
		entry.groups.push({stack: sample.stack, labels: sample.labels, count});
		bySite.set(site.key, entry);
	}

	const sites = [...bySite.values()]
		.map(({site, count, groups}) => ({
			site,
			count,
			groups: groups.sort((a, b) => b.count - a.count).slice(0, groupsKept),
			groupCount: groups.length,
		}))
		.map(waiters => ({...waiters, context: waitContextOf(waiters.groups[0]?.stack ?? [], ownRoot)}))
		.sort((a, b) => b.count - a.count);
	return {total, observers, sites: sites.slice(0, sitesKept), siteCount: sites.length};
}

function sumCounts(samples: readonly ProfileSample[]): Count {
	return samples.reduce((sum, {values}) => sum + (values[0] ?? 0), 0);
}

function isObserver({stack}: ProfileSample): boolean {
	return stack.some(frame => frame.functionName.startsWith('net/http/pprof.'));
}

function isRequestReader({stack}: ProfileSample): boolean {
	return stack.at(-1)?.functionName === 'net/http.(*connReader).backgroundRead';
}
