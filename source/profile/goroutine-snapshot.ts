import type {Stack} from './frame.ts';
import type {Label, Profile, ProfileSample} from './profile.ts';
import type {Site, SiteKey} from './site.ts';
import {createStackReader} from './stack-reader.ts';
import type {Count} from './units.ts';
import type {WaitContext} from './wait-context.ts';

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
const noStack: Stack = [];

/** More places than any program has; a hostile profile must not fill the screen's memory. */
export const sitesKept = 5000;

/** Groups a goroutine profile (sample value 0 is goroutine/count) by site. Group counts sum to `total`. */
export function groupGoroutines(
	profile: Profile,
	ownRoot: string | undefined,
	read = createStackReader(ownRoot),
): GoroutineSnapshot {
	const {samples, observers} = withoutObservers(profile.samples);
	let total = 0;
	const bySite = new Map<SiteKey, {site: Site; count: Count; groups: GoroutineGroup[]}>();
	for (const {stack, values, labels} of samples) {
		const count = values[0] ?? 0;
		total += count;
		const site = read.site(stack);
		const group = {stack, labels, count};
		const entry = bySite.get(site.key);
		if (entry === undefined) {
			bySite.set(site.key, {site, count, groups: [group]});
		} else {
			entry.count += count;
			entry.groups.push(group);
		}
	}

	// Only what is kept is looked at more closely: a hostile profile has as many sites as samples.
	const kept = [...bySite.values()].sort((a, b) => b.count - a.count).slice(0, sitesKept);
	const sites = kept.map(({site, count, groups}) => {
		const largest = groups.sort((a, b) => b.count - a.count).slice(0, groupsKept);
		const context = read.context(largest[0]?.stack ?? noStack);
		return {site, count, groups: largest, groupCount: groups.length, context};
	});
	return {total, observers, sites, siteCount: bySite.size};
}

/**
 * Leaves out who serves this very request, and its reader: each request that is served has one, waiting for the client
 * to hang up. A reader that was only just started has no frames yet.
 */
function withoutObservers(all: readonly ProfileSample[]): {
	readonly samples: readonly ProfileSample[];
	readonly observers: Count;
} {
	const others = all.filter(sample => !isObserver(sample));
	const observers = others.length === all.length ? 0 : sumCounts(all.filter(isObserver));
	const readers = observers === 0 ? 0 : Math.min(observers, sumCounts(others.filter(isRequestReader)));
	let readersLeft = readers;
	let newbornsLeft = observers - readers;
	const samples: ProfileSample[] = [];
	for (const sample of others) {
		const [count = 0] = sample.values;
		let left = 0;
		if (readersLeft > 0 && isRequestReader(sample)) {
			left = Math.min(count, readersLeft);
			readersLeft -= left;
		} else if (newbornsLeft > 0 && sample.stack.length === 0) {
			left = Math.min(count, newbornsLeft);
			newbornsLeft -= left;
		}

		if (count > left) {
			samples.push(left === 0 ? sample : {...sample, values: [count - left]});
		}
	}

	return {samples, observers};
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
