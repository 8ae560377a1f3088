import type {Dump, DumpedGoroutine} from './dump.ts';
import {dumpCreators} from './dump-creators.ts';
import {dumpLocks, type LockWaiter} from './dump-locks.ts';
import {dumpObservers} from './dump-observers.ts';
import {shareCreators, shareWaits} from './dump-shared.ts';
import {type DumpSnapshot, type DumpWaiter, dumpWaitersKept} from './dump-snapshot.ts';
import {createDumpedSites, isWaiting} from './dumped-site.ts';
import {printedAddress, waitedLock} from './waited-lock.ts';

/**
 * Reduces a dump of Go 1.19 to 1.27 to who waits for what, at the sites that goroutine profiles have. Goroutines that
 * run or wait for a processor only are in the total alone.
 */
export function groupDump(dump: Dump, ownRoot: string | undefined): DumpSnapshot {
	const observers = dumpObservers(dump.goroutines);
	const goroutines = dump.goroutines.filter(({id}) => !observers.has(id));
	const siteOfDumped = createDumpedSites(ownRoot);
	const creators = dumpCreators(dump, goroutines);
	const waiting = goroutines.filter(isWaiting);
	const lockWaiters: LockWaiter[] = [];
	for (const goroutine of waiting) {
		const waited = waitedLock(goroutine, siteOfDumped(goroutine).site.kind);
		if (waited !== undefined) {
			lockWaiters.push({goroutine, waited});
		}
	}

	const lockByNumber = new Map(lockWaiters.map(({goroutine, waited}) => [goroutine.id, waited]));
	const oneWait = shareWaits();
	const oneCreator = shareCreators();
	const kept = longestFirst(waiting).slice(0, dumpWaitersKept);
	return {
		total: goroutines.length,
		isCut: dump.cut,
		waiters: kept.map((goroutine): DumpWaiter => {
			const {site, context} = siteOfDumped(goroutine);
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
					context,
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

function longestFirst(waiting: readonly DumpedGoroutine[]): readonly DumpedGoroutine[] {
	return waiting.toSorted((a, b) => (b.waitMinutes ?? 0) - (a.waitMinutes ?? 0));
}
