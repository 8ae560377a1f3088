import type {DumpWaiter, GoroutineNumber} from '../profile/dump-snapshot.ts';
import type {Seconds} from '../profile/units.ts';
import type {WaitKind} from '../profile/wait-kind.ts';
import type {History} from '../series/history.ts';
import {type StuckLock, stuckLocks} from './lock-waits.ts';
import {type StuckGoroutine, stuckGoroutines} from './stuck-goroutines.ts';
import {isOnMain} from './waits-by-design.ts';

/** Locks that hang together: a plausible holder of one waits for another. */
export type LockGroup = {
	readonly locks: readonly StuckLock[];
	/**
	 * `cycle`: they wait for each other, in this order; where only names tell who holds them, in any order. `reentrant`: for
	 * itself. `blocked`: the holder waits for no lock.
	 */
	readonly verdict:
		| {readonly kind: 'cycle'; readonly locks: readonly StuckLock[]; readonly isGuessed: boolean}
		| {readonly kind: 'reentrant'; readonly lock: StuckLock}
		| {readonly kind: 'blocked'; readonly roots: readonly StuckGoroutine[]}
		| {readonly kind: 'held'}
		| {readonly kind: 'unknown'};
};

/** Waits that only another goroutine of the program can end. */
const waitsForOthers: ReadonlySet<WaitKind> = new Set([
	'chan send',
	'chan receive',
	'select',
	'empty select',
	'waitgroup',
	'cond',
]);

/** Every lock that somebody is stuck at, in exactly one group. */
export function lockGroups(history: History, leastSeconds: Seconds): readonly LockGroup[] {
	const locks = stuckLocks(history, leastSeconds);
	const waitsFor = new Map<GoroutineNumber, StuckLock>();
	for (const lock of locks) {
		for (const {waiter} of lock.waiters) {
			waitsFor.set(waiter.number, lock);
		}
	}

	const next = new Map(
		locks.map(lock => [lock, [...new Set(lock.holders.flatMap(({number}) => waitsFor.get(number) ?? []))]]),
	);
	return components(locks, next).map(group => ({
		locks: group,
		verdict: verdictOf(history, group, next, leastSeconds),
	}));
}

type Next = ReadonlyMap<StuckLock, readonly StuckLock[]>;

function verdictOf(
	history: History,
	group: readonly StuckLock[],
	next: Next,
	leastSeconds: Seconds,
): LockGroup['verdict'] {
	const cycle = findCycle(group, next);
	if (cycle !== undefined) {
		return {kind: 'cycle', ...cycle};
	}

	const reentrant = group.find(
		lock => lock.reentrant.length > 0 && lock.holders.every(({byName}) => byName === true),
	);
	if (reentrant !== undefined) {
		return {kind: 'reentrant', lock: reentrant};
	}

	const holders = new Set(group.flatMap(lock => lock.holders.map(({number}) => number)));
	const roots = stuckGoroutines(
		history,
		leastSeconds,
		waiter => holders.has(waiter.number) && isBlocked(waiter),
	);
	if (roots.length > 0) {
		return {kind: 'blocked', roots};
	}

	return holders.size > 0 ? {kind: 'held'} : {kind: 'unknown'};
}

/** A select without cases on the main goroutine keeps the program up; it holds nothing. */
export function isBlocked(waiter: DumpWaiter): boolean {
	const {site, context} = waiter.wait;
	const isParked = site.kind === 'empty select' && isOnMain(waiter);
	return waitsForOthers.has(site.kind) && !context.isIdle && !isParked;
}

/** Drops locks from which no way leads on until only cycles, and ways into them, are left; then walks until it repeats. */
function findCycle(
	group: readonly StuckLock[],
	next: Next,
): {readonly locks: readonly StuckLock[]; readonly isGuessed: boolean} | undefined {
	const left = new Set(group);
	for (let dropped = true; dropped; ) {
		dropped = false;
		for (const lock of left) {
			if (!next.get(lock)?.some(other => left.has(other))) {
				left.delete(lock);
				dropped = true;
			}
		}
	}

	const walk: StuckLock[] = [];
	let lock = [...left][0];
	while (lock !== undefined && !walk.includes(lock)) {
		walk.push(lock);
		lock = next.get(lock)?.find(other => left.has(other));
	}

	if (lock === undefined) {
		return undefined;
	}

	const cycle = walk.slice(walk.indexOf(lock));
	const isGuessed = cycle.some(({holders}) => holders[0]?.byName === true);
	return {locks: isGuessed ? [...left] : cycle, isGuessed};
}

function components(locks: readonly StuckLock[], next: Next): readonly (readonly StuckLock[])[] {
	const beside = new Map<StuckLock, StuckLock[]>(locks.map(lock => [lock, []]));
	for (const [lock, others] of next) {
		for (const other of others) {
			beside.get(lock)?.push(other);
			beside.get(other)?.push(lock);
		}
	}

	const groups: StuckLock[][] = [];
	const seen = new Set<StuckLock>();
	for (const start of locks) {
		const group: StuckLock[] = [];
		const open = [start];
		for (let lock = open.pop(); lock !== undefined; lock = open.pop()) {
			if (!seen.has(lock)) {
				seen.add(lock);
				group.push(lock);
				open.push(...(beside.get(lock) ?? []));
			}
		}

		if (group.length > 0) {
			groups.push(group);
		}
	}

	return groups;
}
