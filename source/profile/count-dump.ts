import type {Dump, DumpedGoroutine} from './dump.ts';
import {dumpObservers} from './dump-observers.ts';
import {createDumpedSites, type DumpedSites} from './dumped-site.ts';
import type {Stack} from './frame.ts';
import {type GoroutineGroup, type GoroutineSnapshot, sitesKept} from './goroutine-snapshot.ts';
import type {LeakSnapshot} from './leak-snapshot.ts';
import type {SiteKey} from './site.ts';

const groupsKept = 8;

/** Counts the goroutines of a dump by site, the running ones too, as the goroutine profile of that moment would have. */
export function countDump(
	{goroutines}: Dump,
	ownRoot: string | undefined,
	read = createDumpedSites(ownRoot),
): GoroutineSnapshot {
	const observers = dumpObservers(goroutines);
	const own = goroutines.filter(({id}) => !observers.has(id));
	return {...countBySite(own, read), observers: goroutines.filter(isHandler).length};
}

/** The goroutines that the runtime itself marked as leaked; undefined when it marked none. */
export function countLeaks(
	{goroutines}: Dump,
	ownRoot: string | undefined,
	read = createDumpedSites(ownRoot),
): LeakSnapshot | undefined {
	const leaked = goroutines.filter(({flags}) => flags.includes('leaked'));
	if (leaked.length === 0) {
		return undefined;
	}

	const {total, sites} = countBySite(leaked, read);
	return {total, sites};
}

function countBySite(
	goroutines: readonly DumpedGoroutine[],
	read: DumpedSites,
): Omit<GoroutineSnapshot, 'observers'> {
	const bySite = new Map<SiteKey, [DumpedGoroutine, ...DumpedGoroutine[]]>();
	for (const goroutine of goroutines) {
		const {key} = read.site(goroutine);
		const known = bySite.get(key);
		if (known === undefined) {
			bySite.set(key, [goroutine]);
		} else {
			known.push(goroutine);
		}
	}

	// Only what is kept is looked at more closely: a dump may have as many places as goroutines.
	const kept = [...bySite.values()].sort((a, b) => b.length - a.length).slice(0, sitesKept);
	const sites = kept.map(waiting => {
		const groups = groupsOf(waiting);
		return {
			site: read.site(waiting[0]),
			count: waiting.length,
			groups: groups.slice(0, groupsKept),
			groupCount: groups.length,
			context: read.context(waiting[0]),
		};
	});
	return {total: goroutines.length, sites, siteCount: bySite.size};
}

/** By stack and labels, the largest first. Goroutines with equal stacks share one, but each has labels of its own. */
function groupsOf(goroutines: readonly DumpedGoroutine[]): readonly GoroutineGroup[] {
	const groups = new Map<string | Stack, {group: GoroutineGroup; count: number}>();
	const numberOfStack = new Map<Stack, number>();
	for (const {stack, labels} of goroutines) {
		const number = numberOfStack.get(stack) ?? numberOfStack.size;
		numberOfStack.set(stack, number);
		const key = labels.length === 0 ? stack : `${number} ${JSON.stringify(labels)}`;
		const known = groups.get(key) ?? {group: {stack, labels, count: 0}, count: 0};
		known.count++;
		groups.set(key, known);
	}

	return [...groups.values()].map(({group, count}) => ({...group, count})).sort((a, b) => b.count - a.count);
}

function isHandler({stack}: DumpedGoroutine): boolean {
	return stack.some(frame => frame.functionName.startsWith('net/http/pprof.'));
}
