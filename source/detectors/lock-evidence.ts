import {formatCount} from '../profile/quantity.ts';
import type {SiteKey} from '../profile/site.ts';
import type {Count} from '../profile/units.ts';
import type {Evidence, Finding} from './detector.ts';
import {counted, placeOf} from './evidence.ts';
import {type StuckLock, waitTitle} from './lock-waits.ts';
import {forHowLong, type StuckGoroutine} from './stuck-goroutines.ts';

/** What a finding about locks says of some of them; `beside` are stacks to be compared. */
export type LockWords = Pick<
	Finding,
	'headline' | 'why' | 'nextStep' | 'shortStep' | 'confidence' | 'evidence' | 'sites' | 'stack'
> & {readonly beside: NonNullable<Finding['beside']>};

/** Locks, goroutines and stacks in one finding: more than a few nobody compares. */
export const rowsShown: Count = 8;

export function waitersOf(locks: readonly StuckLock[]): readonly StuckGoroutine[] {
	return locks.flatMap(({waiters}) => waiters);
}

export function lockEvidence(lock: StuckLock): Evidence {
	const {waiters, name} = lock;
	return {
		name: 'lock',
		value: waiters.length,
		unit: 'goroutines',
		text: `${name}: ${formatCount(waiters.length)} stuck at ${placesText(waiters)} ${forHowLong(waiters)}`,
	};
}

/** `orders.(*Book).Count book.go:22 and 1 other place`, the one with most of them named. */
export function placesText(goroutines: readonly StuckGoroutine[]): string {
	const counts = new Map<string, Count>();
	for (const {waiter} of goroutines) {
		const place = placeOf(waiter.wait.site);
		counts.set(place, (counts.get(place) ?? 0) + 1);
	}

	const [first] = [...counts].sort(([, a], [, b]) => b - a);
	const others = counts.size > 1 ? ` and ${counted(counts.size - 1, 'other place')}` : '';
	return `${first?.[0] ?? ''}${others}`;
}

export function sitesOf(goroutines: readonly StuckGoroutine[]): readonly SiteKey[] {
	return [...new Set(goroutines.map(({waiter}) => waiter.wait.site.key))];
}

/** Two of each queue: they seldom differ. */
export function besideLocks(locks: readonly StuckLock[]): LockWords['beside'] {
	return locks.flatMap(lock => lock.waiters.slice(0, 2).map(stuck => besideOf(stuck, lock)));
}

export function besideOf(
	stuck: StuckGoroutine,
	lock: StuckLock,
	holder?: number,
): LockWords['beside'][number] {
	return {title: waitTitle(stuck, lock, holder), stack: stuck.waiter.wait.stack};
}
