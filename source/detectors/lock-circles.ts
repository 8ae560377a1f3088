import type {PlausibleHolder} from '../profile/dump-snapshot.ts';
import {waitingDepth} from '../profile/dumped-call.ts';
import type {StuckLock} from './lock-waits.ts';
import type {StuckGoroutine} from './stuck-goroutines.ts';

/** A goroutine that seems to hold one lock and waits for `lock`. */
export type LockLink = {
	readonly stuck: StuckGoroutine;
	readonly lock: StuckLock;
	/** False where only a name says so, or the very call that waits: it may have locked nothing yet. */
	readonly isShown: boolean;
};

/** Who may hold a lock and waits for another one. */
export type LockLinks = ReadonlyMap<StuckLock, readonly LockLink[]>;

/** Locks of which each is held by somebody who waits for the next. */
export type LockCircle = {
	/** Each waits for the lock that the next one holds; none where the stacks do not tell which goroutines these are. */
	readonly members: readonly LockLink[];
	/** Without members in no order. */
	readonly locks: readonly StuckLock[];
	readonly isGuessed: boolean;
	/** Locks whose holders seem to wait for these. */
	readonly behind: readonly StuckLock[];
};

export function linkOf({frame, byName}: PlausibleHolder, stuck: StuckGoroutine, lock: StuckLock): LockLink {
	const {stack} = stuck.waiter.wait;
	const taker = stack[waitingDepth({stack})];
	const isAtLock = taker?.functionName === frame.functionName && taker.line === frame.line;
	return {stuck, lock, isShown: byName !== true && !isAtLock};
}

/** One for each set of locks that all lead to each other; every lock is in one of them at most. */
export function lockCircles(locks: readonly StuckLock[], links: LockLinks): readonly LockCircle[] {
	const back = turned(links);
	const left = trimmed(locks, links, back);
	const knots: ReadonlySet<StuckLock>[] = [];
	// Kosaraju's way: linear, however many locks a hostile dump chains together.
	for (const lock of lastReachedFirst(left, links)) {
		if (!left.has(lock)) {
			continue;
		}

		const knot = reached(
			[lock],
			each => back.get(each) ?? [],
			each => left.has(each),
		);
		// What only lies between two circles leads to itself in no way.
		if (following(links, lock).some(each => knot.has(each))) {
			knots.push(knot);
		}

		for (const each of knot) {
			left.delete(each);
		}
	}

	const taken = new Set(knots.flatMap(knot => [...knot]));
	return knots.map(knot => {
		const circle = circleIn(knot, links);
		const isFree = (lock: StuckLock) => knot.has(lock) || !taken.has(lock);
		const behind = [...reached([...knot], each => back.get(each) ?? [], isFree)];
		for (const lock of behind) {
			taken.add(lock);
		}

		const inCircle = new Set(circle.locks);
		return {...circle, behind: behind.filter(lock => !inCircle.has(lock))};
	});
}

type Ways = ReadonlyMap<StuckLock, readonly StuckLock[]>;

function following(links: LockLinks, lock: StuckLock): readonly StuckLock[] {
	return (links.get(lock) ?? []).map(link => link.lock);
}

function turned(links: LockLinks): Ways {
	const back = new Map<StuckLock, StuckLock[]>();
	for (const [from, ofLock] of links) {
		for (const {lock} of ofLock) {
			const known = back.get(lock) ?? [];
			known.push(from);
			back.set(lock, known);
		}
	}

	return back;
}

/** Without the locks from which no way leads on, or to which none leads: of long queues nothing is left. */
function trimmed(locks: readonly StuckLock[], links: LockLinks, back: Ways): Set<StuckLock> {
	const left = new Set(locks);
	const open = [...locks];
	for (let lock = open.pop(); lock !== undefined; lock = open.pop()) {
		const on = following(links, lock);
		const before = back.get(lock) ?? [];
		const isOpen = !on.some(each => left.has(each)) || !before.some(each => left.has(each));
		if (left.has(lock) && isOpen) {
			left.delete(lock);
			open.push(...on, ...before);
		}
	}

	return left;
}

function reached(
	starts: readonly StuckLock[],
	ways: (lock: StuckLock) => readonly StuckLock[],
	isWithin: (lock: StuckLock) => boolean,
): ReadonlySet<StuckLock> {
	const seen = new Set(starts);
	const open = [...starts];
	for (let lock = open.pop(); lock !== undefined; lock = open.pop()) {
		for (const each of ways(lock)) {
			if (isWithin(each) && !seen.has(each)) {
				seen.add(each);
				open.push(each);
			}
		}
	}

	return seen;
}

/** In the order in which everything that they lead to was found, turned around. */
function lastReachedFirst(locks: ReadonlySet<StuckLock>, links: LockLinks): readonly StuckLock[] {
	const seen = new Set<StuckLock>();
	const done = new Set<StuckLock>();
	const open = [...locks];
	while (open.length > 0) {
		const lock = open[open.length - 1] as StuckLock;
		if (seen.has(lock)) {
			open.pop();
			done.add(lock);
		} else {
			seen.add(lock);
			open.push(...following(links, lock).filter(each => locks.has(each) && !seen.has(each)));
		}
	}

	return [...done].toReversed();
}

/** The circle that the stacks show; else the only one there can be; else all that may be part of one. */
function circleIn(knot: ReadonlySet<StuckLock>, links: LockLinks): Omit<LockCircle, 'behind'> {
	const inside = new Map(
		[...knot].map(lock => [lock, (links.get(lock) ?? []).filter(link => knot.has(link.lock))]),
	);
	const shown = walk(onlyShown(inside));
	if (shown.length > 0) {
		// Where several may hold one of them, the circle is sure only if all of these wait for the next one.
		const isSure = shown.every(({lock}, index) => {
			const next = shown[(index + 1) % shown.length]?.lock;
			return links.get(lock)?.every(link => !link.isShown || link.lock === next);
		});
		return {members: shown, locks: shown.map(({lock}) => lock), isGuessed: !isSure};
	}

	const isOnly = [...inside.values()].every(({length}) => length === 1);
	const members = isOnly ? walk(inside) : [];
	return {members, locks: isOnly ? members.map(({lock}) => lock) : [...knot], isGuessed: true};
}

function onlyShown(links: LockLinks): LockLinks {
	const shown = new Map([...links].map(([lock, all]) => [lock, all.filter(({isShown}) => isShown)]));
	const left = trimmed([...links.keys()], shown, turned(shown));
	return new Map([...left].map(lock => [lock, (shown.get(lock) ?? []).filter(each => left.has(each.lock))]));
}

/** From lock to lock until one comes again; in the order in which each waits for the next, the oldest goroutine first. */
function walk(links: LockLinks): readonly LockLink[] {
	const path: LockLink[] = [];
	const places = new Map<StuckLock, number>();
	let link = [...links.values()][0]?.[0];
	while (link !== undefined) {
		const {lock}: LockLink = link;
		const begin = places.get(lock);
		if (begin !== undefined) {
			return oldestFirst([...path.slice(begin + 1), link]);
		}

		places.set(lock, path.push(link) - 1);
		link = links.get(lock)?.[0];
	}

	return [];
}

function oldestFirst(members: readonly LockLink[]): readonly LockLink[] {
	const numbers = members.map(({stuck}) => stuck.waiter.number);
	const first = numbers.indexOf(numbers.reduce((least, number) => Math.min(least, number)));
	return [...members.slice(first), ...members.slice(0, first)];
}
