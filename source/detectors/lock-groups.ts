import type {DumpWaiter, GoroutineNumber} from '../profile/dump-snapshot.ts';
import type {Seconds} from '../profile/units.ts';
import type {WaitKind} from '../profile/wait-kind.ts';
import type {History} from '../series/history.ts';
import {type LockCircle, type LockLinks, linkOf, lockCircles} from './lock-circles.ts';
import {type StuckLock, stuckLocks} from './lock-waits.ts';
import {type StuckGoroutine, stuckGoroutines} from './stuck-goroutines.ts';
import {isOnMain} from './waits-by-design.ts';

/** Locks that hang together: a plausible holder of one waits for another. */
export type LockGroup = {
	readonly locks: readonly StuckLock[];
	/**
	 * `circle`: they wait for each other, or behind those that do. `reentrant`: one for itself. `blocked`: the holder waits
	 * for no lock.
	 */
	readonly verdict:
		| {readonly kind: 'circle'; readonly circle: LockCircle}
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
	const waits = new Map<GoroutineNumber, {readonly stuck: StuckGoroutine; readonly lock: StuckLock}>();
	for (const lock of locks) {
		for (const stuck of lock.waiters) {
			waits.set(stuck.waiter.number, {stuck, lock});
		}
	}

	const links: LockLinks = new Map(
		locks.map(lock => [
			lock,
			lock.holders.flatMap(holder => {
				const wait = waits.get(holder.number);
				return wait === undefined ? [] : linkOf(holder, wait.stuck, wait.lock);
			}),
		]),
	);
	const circles = lockCircles(locks, links).map(
		(circle): LockGroup => ({
			locks: [...circle.locks, ...circle.behind],
			verdict: {kind: 'circle', circle},
		}),
	);
	const told = new Set(circles.flatMap(group => group.locks));
	const others = components(
		locks.filter(lock => !told.has(lock)),
		links,
	);
	return [
		...circles,
		...others.map(group => ({locks: group, verdict: verdictOf(history, group, leastSeconds)})),
	];
}

function verdictOf(
	history: History,
	group: readonly StuckLock[],
	leastSeconds: Seconds,
): LockGroup['verdict'] {
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

function components(locks: readonly StuckLock[], links: LockLinks): readonly (readonly StuckLock[])[] {
	const beside = new Map<StuckLock, StuckLock[]>(locks.map(lock => [lock, []]));
	for (const lock of locks) {
		for (const {lock: other} of links.get(lock) ?? []) {
			if (beside.has(other)) {
				beside.get(lock)?.push(other);
				beside.get(other)?.push(lock);
			}
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
