import type {Count} from './units.ts';

/**
 * The index page of net/http/pprof: how many records each profile has, by profile name.
 * goroutine is runtime.NumGoroutine(); threadcreate is OS threads ever made and still listed; block, mutex, heap and
 * allocs count distinct stacks recorded since the start (they never fall while the process lives).
 */
export type IndexPage = {readonly counts: ReadonlyMap<string, Count>};

const risingProfiles = ['heap', 'allocs', 'block', 'mutex'] as const;

/**
 * The profile that has fewer records than before, if there is one: then another process answers. One that is not listed
 * any more has not fallen: the page may have been cut off on the way.
 */
export function fallenProfile(before: IndexPage | undefined, after: IndexPage): string | undefined {
	return risingProfiles.find(name => {
		const count = after.counts.get(name);
		return count !== undefined && count < (before?.counts.get(name) ?? 0);
	});
}
