import {packagePath} from '../profile/function-name.ts';
import type {Count} from '../profile/units.ts';
import {lockKinds} from '../profile/wait-kind.ts';
import type {History, SiteHistory} from '../series/history.ts';
import {type SiteRate, siteRatesNow} from './site-rates-now.ts';

// Who waits and who releases are different places; a lock seldom leaves its package, so the package joins them.

/** Sites in the same package where goroutines wait for a lock now, most first, and how many wait there in all. */
export function waitersBeside(
	history: History,
	releaser: SiteHistory,
): {readonly count: Count; readonly sites: readonly SiteHistory[]} {
	const sites = [...history.sites.values()]
		.filter(site => site.waiters !== undefined && lockKinds.has(site.site.kind) && isBeside(site, releaser))
		.sort((a, b) => (b.waiters?.count ?? 0) - (a.waiters?.count ?? 0));
	return {count: sites.reduce((sum, site) => sum + (site.waiters?.count ?? 0), 0), sites};
}

/** The site in the same package whose late release caused most delay between the last two mutex profiles. */
export function releaserBeside(history: History, waiter: SiteHistory): SiteRate | undefined {
	return siteRatesNow(history, 'mutex')?.find(rate => isBeside(rate.site, waiter));
}

function isBeside(a: SiteHistory, b: SiteHistory): boolean {
	return packagePath(a.site.frame.functionName) === packagePath(b.site.frame.functionName);
}
