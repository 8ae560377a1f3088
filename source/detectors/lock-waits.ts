import {
	type ContendedLock,
	type DumpSnapshot,
	type DumpWaiter,
	type GoroutineNumber,
	holdersKept,
	type PlausibleHolder,
} from '../profile/dump-snapshot.ts';
import type {Stack} from '../profile/frame.ts';
import {formatCount} from '../profile/quantity.ts';
import type {SiteKey} from '../profile/site.ts';
import type {Count, Seconds} from '../profile/units.ts';
import {lockKinds, type WaitKind} from '../profile/wait-kind.ts';
import type {History} from '../series/history.ts';
import {lockKeyOf} from '../series/record-dump.ts';
import type {Evidence} from './detector.ts';
import {firstOf, framePlace, placeOf} from './evidence.ts';
import {isSaidByRuntime, type StuckGoroutine, stuckGoroutines} from './stuck-goroutines.ts';

/** A lock that goroutines are stuck at. */
export type StuckLock = {
	/** Its address, or the site where no address is printed: such locks are told apart by nothing else. */
	readonly key: string;
	/**
	 * `0xc00001aa38`; `a lock reached through 0xc00001aa38`, where only the object is printed whose method takes it; else
	 * `a lock`. Never a type: a method may take the lock of what its receiver points to.
	 */
	readonly name: string;
	/** In the order of their numbers, which is that of their birth. */
	readonly waiters: readonly StuckGoroutine[];
	readonly holders: readonly PlausibleHolder[];
	readonly reentrant: readonly PlausibleHolder[];
};

/** More locks at which goroutines are stuck at once than anybody looks at. */
const locksRead = 1000;

const movingKinds: ReadonlySet<WaitKind> = new Set([
	'running',
	'sleep',
	'file',
	'syscall',
	'net read',
	'net write',
	'connect',
	'dns',
	'gc assist',
	'gc wait',
]);

/** Longest queue first. */
export function stuckLocks(
	history: History,
	leastSeconds: Seconds,
	kinds: ReadonlySet<WaitKind> = lockKinds,
): readonly StuckLock[] {
	const stuck = stuckGoroutines(
		history,
		leastSeconds,
		({wait: {site, context}}) => kinds.has(site.kind) && !context.isIdle,
	);
	const byLock = new Map<string, StuckGoroutine[]>();
	for (const goroutine of stuck) {
		const key = lockKeyOf(goroutine.waiter);
		const waiters = byLock.get(key) ?? [];
		waiters.push(goroutine);
		byLock.set(key, waiters);
	}

	// Where the holder runs, sleeps or reads, the lock may just be hot, and the same goroutines wait at it again in each
	// dump: then only the runtime's own minutes tell.
	const isMoving = ({number}: PlausibleHolder) =>
		movingKinds.has(waiterOf(history, number)?.wait.site.kind ?? 'running');
	const contended = new Map(history.dumps.latest?.locks.map(lock => [lock.address, lock]));
	return [...byLock]
		.map(([key, goroutines]) => stuckLock(key, goroutines, contended.get(key)))
		.filter(lock => isSaidByRuntime(lock.waiters) || !hasMovingHolder(lock, isMoving))
		.sort((a, b) => b.waiters.length - a.waiters.length)
		.slice(0, locksRead);
}

/** Another part of the function that takes the lock says little while it moves: it may be any helper goroutine. */
function hasMovingHolder(
	{waiters, holders}: StuckLock,
	isMoving: (holder: PlausibleHolder) => boolean,
): boolean {
	const moving = holders.filter(isMoving);
	if (moving.some(({byName, frame}) => byName !== true || frame.functionName.includes('.(*'))) {
		return true;
	}

	const takers = new Set(
		moving.length > 0 ? waiters.map(({waiter}) => waiter.wait.site.frame.functionName) : [],
	);
	return moving.some(({frame}) => takers.has(frame.functionName));
}

function stuckLock(
	key: string,
	goroutines: readonly StuckGoroutine[],
	lock: ContendedLock | undefined,
): StuckLock {
	const waiters = goroutines.toSorted((a, b) => a.waiter.number - b.waiter.number);
	const numbers = new Set(waiters.map(({waiter}) => waiter.number));
	const holders = lock?.holders ?? [];
	return {
		key,
		name:
			lock === undefined ? 'a lock' : lock.isExact ? lock.address : `a lock reached through ${lock.address}`,
		waiters,
		holders,
		reentrant: lock?.reentrant.filter(({number}) => numbers.has(number)) ?? [],
	};
}

/** The locks that are waited for at each site, with those that wait for them there. */
export type LocksAtSite = ReadonlyMap<StuckLock, readonly StuckGoroutine[]>;

export function locksBySite(locks: readonly StuckLock[]): ReadonlyMap<SiteKey, LocksAtSite> {
	const bySiteKey = new Map<SiteKey, Map<StuckLock, StuckGoroutine[]>>();
	for (const lock of locks) {
		for (const goroutine of lock.waiters) {
			const {key} = goroutine.waiter.wait.site;
			const locksAt = bySiteKey.get(key) ?? new Map<StuckLock, StuckGoroutine[]>();
			const waiters = locksAt.get(lock) ?? [];
			waiters.push(goroutine);
			bySiteKey.set(key, locksAt.set(lock, waiters));
		}
	}

	return bySiteKey;
}

/** `goroutine 12 waits for 0xc00001aa38 (orders.(*Book).Reserve book.go:31), plausibly held by goroutine 7` */
export function waitTitle({waiter}: StuckGoroutine, lock: StuckLock, meant?: GoroutineNumber): string {
	const holder = holderText(lock, waiter.number, meant);
	const heldBy = holder === undefined ? '' : `, plausibly held by ${holder}`;
	return `goroutine ${waiter.number} waits for ${lock.name} (${placeOf(waiter.wait.site)})${heldBy}`;
}

/** `goroutine 7`, or `goroutine 7 or one of 4 others`: of all that may hold a lock, a stack does not tell which one does. */
export function holderText(
	{holders}: StuckLock,
	waiter: GoroutineNumber,
	meant?: GoroutineNumber,
): string | undefined {
	const others = holders.filter(({number}) => number !== waiter);
	const named = meant ?? others[0]?.number;
	const left = others.filter(({number}) => number !== named).length;
	const orOthers =
		left === 0 ? '' : left === 1 ? ' or another one' : ` or one of ${formatCount(left)} others`;
	return named === undefined ? undefined : `goroutine ${named}${orOthers}`;
}

/** Where a plausible holder is now: waiting somewhere, or running. */
export function holderBeside(
	history: History,
	{number, frame}: PlausibleHolder,
): {readonly title: string; readonly stack: Stack} {
	const waiter = waiterOf(history, number);
	const doing =
		waiter === undefined ? 'is running' : `is in ${waiter.wait.state} at ${placeOf(waiter.wait.site)}`;
	return {
		title: `goroutine ${number}, which plausibly holds it (${framePlace(frame)}), ${doing}`,
		stack: waiter?.wait.stack ?? [frame],
	};
}

/** Holders of the locks in one finding that are named. */
const holdersNamed: Count = 3;

export function holdersEvidence(history: History, locks: readonly StuckLock[]): readonly Evidence[] {
	const evidence = locks.flatMap(({holders}) => holders.map(holder => holderEvidence(history, holder)));
	const isCut = locks.some(({holders}) => holders.length >= holdersKept);
	return firstOf(evidence, holdersNamed, isCut);
}

/** `goroutine 7, chan send, in orders.(*Book).Reserve book.go:31`, with where it waits if that is further in. */
export function holderEvidence(history: History, {number, frame}: PlausibleHolder): Evidence {
	const waiter = waiterOf(history, number);
	const place = framePlace(frame);
	const isThere = waiter === undefined || placeOf(waiter.wait.site) === place;
	const at = isThere ? '' : ` at ${placeOf(waiter.wait.site)}`;
	return {
		name: 'may be held by',
		value: number,
		unit: '',
		text: `goroutine ${number}, ${waiter?.wait.state ?? 'running'}${at}, in ${place}`,
	};
}

export function waiterOf(history: History, number: GoroutineNumber): DumpWaiter | undefined {
	const waiters = history.dumps.latest?.waiters;
	return waiters === undefined ? undefined : byNumber(waiters).get(number);
}

type ByNumber = ReadonlyMap<GoroutineNumber, DumpWaiter>;

// Several detectors look for thousands of holders in one dump: it is gone through once, and forgotten with the dump.
const known = new WeakMap<DumpSnapshot['waiters'], ByNumber>();

function byNumber(waiters: DumpSnapshot['waiters']): ByNumber {
	const found = known.get(waiters) ?? new Map(waiters.map(waiter => [waiter.number, waiter]));
	known.set(waiters, found);
	return found;
}
