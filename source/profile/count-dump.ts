import type {Dump, DumpedGoroutine} from './dump.ts';
import {dumpObservers} from './dump-observers.ts';
import {createDumpedSites, type DumpedSite} from './dumped-site.ts';
import {type GoroutineGroup, type GoroutineSnapshot, sitesKept} from './goroutine-snapshot.ts';
import type {LeakSnapshot} from './leak-snapshot.ts';
import type {SiteKey} from './site.ts';

const groupsKept = 8;

/** Counts the goroutines of a dump by site, the running ones too, as the goroutine profile of that moment would have. */
export function countDump({goroutines}: Dump, ownRoot: string | undefined): GoroutineSnapshot {
	const observers = dumpObservers(goroutines);
	const own = goroutines.filter(({id}) => !observers.has(id));
	return {...countBySite(own, ownRoot), observers: goroutines.filter(isHandler).length};
}

/** The goroutines that the runtime itself marked as leaked; undefined when it marked none. */
export function countLeaks({goroutines}: Dump, ownRoot: string | undefined): LeakSnapshot | undefined {
	const leaked = goroutines.filter(({flags}) => flags.includes('leaked'));
	if (leaked.length === 0) {
		return undefined;
	}

	const {total, sites} = countBySite(leaked, ownRoot);
	return {total, sites};
}

type Counted = {
	readonly dumped: DumpedSite;
	readonly groups: Map<string | DumpedGoroutine['stack'], {group: GoroutineGroup; count: number}>;
};

function countBySite(
	goroutines: readonly DumpedGoroutine[],
	ownRoot: string | undefined,
): Omit<GoroutineSnapshot, 'observers'> {
	const siteOfDumped = createDumpedSites(ownRoot);
	const bySite = new Map<SiteKey, Counted>();
	const numberOfStack = new Map<DumpedGoroutine['stack'], number>();
	for (const goroutine of goroutines) {
		const {stack, labels} = goroutine;
		const dumped = siteOfDumped(goroutine);
		const counted = bySite.get(dumped.site.key) ?? {dumped, groups: new Map()};
		bySite.set(dumped.site.key, counted);
		// Goroutines with equal stacks share one, but each has labels of its own.
		const number = numberOfStack.get(stack) ?? numberOfStack.size;
		numberOfStack.set(stack, number);
		const key = labels.length === 0 ? stack : `${number} ${JSON.stringify(labels)}`;
		const known = counted.groups.get(key) ?? {group: {stack, labels, count: 0}, count: 0};
		known.count++;
		counted.groups.set(key, known);
	}

	const sites = [...bySite.values()]
		.map(({dumped, groups}) => {
			const all = [...groups.values()]
				.map(({group, count}) => ({...group, count}))
				.sort((a, b) => b.count - a.count);
			return {
				site: dumped.site,
				count: all.reduce((sum, {count}) => sum + count, 0),
				groups: all.slice(0, groupsKept),
				groupCount: all.length,
				context: dumped.context,
			};
		})
		.sort((a, b) => b.count - a.count);
	return {total: goroutines.length, sites: sites.slice(0, sitesKept), siteCount: sites.length};
}

function isHandler({stack}: DumpedGoroutine): boolean {
	return stack.some(frame => frame.functionName.startsWith('net/http/pprof.'));
}
