import type {SiteKey} from '../profile/site.ts';
import type {Count} from '../profile/units.ts';
import type {WaitKind} from '../profile/wait-kind.ts';
import type {History, SiteHistory} from '../series/history.ts';

/** Sites where goroutines wait now in one of these kinds, the largest first. */
export function sitesOfKind(
	history: History,
	kinds: ReadonlySet<WaitKind>,
): readonly (SiteHistory & {readonly waiters: NonNullable<SiteHistory['waiters']>})[] {
	return history.sites
		.values()
		.flatMap(site =>
			site.waiters !== undefined && kinds.has(site.site.kind) ? [{...site, waiters: site.waiters}] : [],
		)
		.sort((a, b) => b.waiters.count - a.waiters.count);
}

export function siteKeysOfKind(
	history: History,
	kinds: ReadonlySet<WaitKind>,
	mostSites: Count,
): readonly SiteKey[] {
	return sitesOfKind(history, kinds)
		.slice(0, mostSites)
		.map(({site}) => site.key);
}
