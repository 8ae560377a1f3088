import type {Dump, DumpedGoroutine} from './dump.ts';
import {dumpCreators} from './dump-creators.ts';
import {dumpLocks, type LockWaiter} from './dump-locks.ts';
import {dumpObservers} from './dump-observers.ts';
import {shareCreators, shareWaits} from './dump-shared.ts';
import {type DumpSnapshot, type DumpWaiter, dumpWaitersKept} from './dump-snapshot.ts';
import {createDumpedSites, type DumpedSites, isWaiting} from './dumped-site.ts';
import {sitesKept} from './goroutine-snapshot.ts';
import type {SiteKey} from './site.ts';
import {printedAddress, waitedLock} from './waited-lock.ts';

/**
 * Reduces a dump of Go 1.19 to 1.27 to who waits for what, at the sites that goroutine profiles have. Goroutines that
 * run or wait for a processor only are in the total alone.
 */
export function groupDump(
	dump: Dump,
	ownRoot: string | undefined,
	read = createDumpedSites(ownRoot),
): DumpSnapshot {
	const observers = dumpObservers(dump.goroutines);
	const goroutines = dump.goroutines.filter(({id}) => !observers.has(id));
	const creators = dumpCreators(dump, goroutines);
	const waiting = goroutines.filter(isWaiting);
	const lockWaiters: LockWaiter[] = [];
	for (const goroutine of waiting) {
		const waited = waitedLock(goroutine, read.site(goroutine).kind);
		if (waited !== undefined) {
			lockWaiters.push({goroutine, waited});
		}
	}

	const lockByNumber = new Map(lockWaiters.map(({goroutine, waited}) => [goroutine.id, waited]));
	const oneWait = shareWaits();
	const oneCreator = shareCreators();
	return {
		total: goroutines.length,
		isCut: dump.cut,
		waiters: keptOf(waiting, read).map((goroutine): DumpWaiter => {
			const site = read.site(goroutine);
			const waited = lockByNumber.get(goroutine.id);
			return {
				number: goroutine.id,
				wait: oneWait({
					site,
					state: goroutine.state,
					waitMinutes: goroutine.waitMinutes,
					isLeaked: goroutine.flags.includes('leaked'),
					stack: goroutine.stack,
					offspring: creators.offspringOf(goroutine, site),
					labels: goroutine.labels,
					context: read.context(goroutine),
				}),
				lock: waited?.lock === undefined ? undefined : printedAddress(waited.lock),
				lockObject: waited?.object === undefined ? undefined : printedAddress(waited.object),
				createdBy: oneCreator(creators.creatorOf(goroutine)),
			};
		}),
		waiterCount: waiting.length,
		locks: dumpLocks(goroutines, lockWaiters),
		hasCreators: creators.areNumbered,
	};
}

/** Those that wait longest, as many as are kept, at no more places than of a goroutine profile. */
function keptOf(waiting: readonly DumpedGoroutine[], read: DumpedSites): readonly DumpedGoroutine[] {
	const places = new Set<SiteKey>();
	const kept: DumpedGoroutine[] = [];
	for (const goroutine of waiting.toSorted((a, b) => (b.waitMinutes ?? 0) - (a.waitMinutes ?? 0))) {
		const {key} = read.site(goroutine);
		if (places.size < sitesKept || places.has(key)) {
			places.add(key);
			kept.push(goroutine);
		}

		if (kept.length === dumpWaitersKept) {
			break;
		}
	}

	return kept;
}
