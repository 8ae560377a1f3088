import type {Stack} from '../profile/frame.ts';
import {packagePath} from '../profile/function-name.ts';
import {isSameFunction, receiverType} from '../profile/receiver-type.ts';
import type {Count} from '../profile/units.ts';
import {lockKinds, type WaitKind} from '../profile/wait-kind.ts';
import type {History, SiteHistory} from '../series/history.ts';
import {type SiteRate, siteRatesNow} from './site-rates-now.ts';

// Who waits and who releases are different places, and no profile says which lock it was. What calls Lock and what
// calls Unlock is in the stacks: the nearer the two are to each other, the likelier they mean the same lock.

/** How a releaser and a waiter were put together, strongest first. A package alone is no more than neighbourhood. */
export type MatchedBy = 'function' | 'type' | 'package';

export type LockPartner = {readonly site: SiteHistory; readonly matchedBy: MatchedBy};

/** `same type`: to be said wherever a match is shown. */
export function matchText(matchedBy: MatchedBy): string {
	return `same ${matchedBy}`;
}

/** What a match says of two places; a package alone does not say that they share a lock. */
export function isLockMatch(matchedBy: MatchedBy | undefined): boolean {
	return matchedBy === 'function' || matchedBy === 'type';
}

export type LockWaiters = {
	/** Goroutines that wait now at `partners`. */
	readonly count: Count;
	/** Most waiters first. Where some share the releaser's function or type, only those. */
	readonly partners: readonly LockPartner[];
	readonly sites: readonly SiteHistory[];
	/** What is true of every one of them. */
	readonly matchedBy: MatchedBy | undefined;
};

/** Where goroutines wait now for a lock that `releaser` may have released late. */
export function waitersBeside(history: History, releaser: SiteHistory): LockWaiters {
	const near = history.sites
		.values()
		.filter(site => site.waiters !== undefined)
		.flatMap((site): LockPartner[] => {
			const matchedBy = matchOf(site, releaser);
			return matchedBy === undefined ? [] : [{site, matchedBy}];
		});
	const matched = near.filter(({matchedBy}) => isLockMatch(matchedBy));
	const partners = (matched.length > 0 ? matched : near).sort(
		(a, b) => (b.site.waiters?.count ?? 0) - (a.site.waiters?.count ?? 0),
	);
	return {
		count: partners.reduce((sum, {site}) => sum + (site.waiters?.count ?? 0), 0),
		partners,
		sites: partners.map(({site}) => site),
		matchedBy: weakest(partners),
	};
}

/** Where goroutines wait for the lock that `releaser` gives back, now or as the block profile tells: same function or type. */
export function sitesOfLock(history: History, releaser: SiteHistory): readonly SiteHistory[] {
	return history.sites.values().filter(site => isLockMatch(matchOf(site, releaser)));
}

/** Of the delay that matches, a share below which the nearest one comes behind others: the longest is to be seen first. */
const smallPartFraction = 0.25;

/**
 * The sites whose late releases may have made `waiter` wait between the last two mutex profiles: the strongest match
 * first, most delay first among equals. A match that caused a small part only comes behind the others, but before what
 * merely shares the package.
 */
export function releasersBeside(
	history: History,
	waiter: SiteHistory,
): readonly (SiteRate & {readonly matchedBy: MatchedBy})[] {
	const near = (siteRatesNow(history, 'mutex') ?? []).flatMap(rate => {
		const matchedBy = matchOf(waiter, rate.site);
		return matchedBy === undefined ? [] : [{...rate, matchedBy}];
	});
	const matched = near.filter(({matchedBy}) => isLockMatch(matchedBy));
	const least = smallPartFraction * matched.reduce((sum, {delayNanoseconds}) => sum + delayNanoseconds, 0);
	const rank = ({matchedBy, delayNanoseconds}: (typeof near)[number]) =>
		isLockMatch(matchedBy) && delayNanoseconds < least ? rankOfSmallPart : strength[matchedBy];
	return near.sort((a, b) => rank(a) - rank(b) || b.delayNanoseconds - a.delayNanoseconds);
}

/** The first of them. */
export function releaserBeside(
	history: History,
	waiter: SiteHistory,
): (SiteRate & {readonly matchedBy: MatchedBy}) | undefined {
	return releasersBeside(history, waiter)[0];
}

const strength: {readonly [by in MatchedBy]: Count} = {function: 0, type: 1, package: 3};
const rankOfSmallPart = 2;

function weakest(partners: readonly LockPartner[]): MatchedBy | undefined {
	return partners
		.map(({matchedBy}) => matchedBy)
		.sort((a, b) => strength[b] - strength[a])
		.at(0);
}

/** Kinds whose lock the mutex profile records at its release; a file descriptor's own lock is in no mutex profile. */
function isRecordedLock(kind: WaitKind): boolean {
	return lockKinds.has(kind) && kind !== 'fd lock';
}

function matchOf(waiter: SiteHistory, releaser: SiteHistory): MatchedBy | undefined {
	if (!isRecordedLock(waiter.site.kind) || releaser.site.kind !== 'unlock') {
		return undefined;
	}

	let best: MatchedBy | undefined;
	for (const lock of callersOf(waiter)) {
		for (const unlock of callersOf(releaser)) {
			const matchedBy = matchOfNames(lock, unlock);
			if (matchedBy !== undefined && (best === undefined || strength[matchedBy] < strength[best])) {
				best = matchedBy;
			}
		}
	}

	return best;
}

function matchOfNames(a: string, b: string): MatchedBy | undefined {
	const path = packagePath(a);
	// Looked at first: it is the cheapest, and of most pairs it says all.
	if (path !== packagePath(b)) {
		return undefined;
	}

	if (isSameFunction(a, b)) {
		return 'function';
	}

	if (path === '') {
		return undefined;
	}

	const type = receiverType(a);
	return type !== undefined && type === receiverType(b) ? 'type' : 'package';
}

/** Functions that call Lock or Unlock here: a library's own, where a library holds the lock, not the code that calls it. */
function callersOf({site, waiters, rates}: SiteHistory): ReadonlySet<string> {
	const stacks: readonly Stack[] = [
		...(waiters?.groups.map(({stack}) => stack) ?? []),
		...(rates.block?.cumulative.stacks.map(({stack}) => stack) ?? []),
		...(rates.mutex?.cumulative.stacks.map(({stack}) => stack) ?? []),
	];
	const callers = stacks.flatMap(stack => {
		const caller = stack.find(({functionName}) => !isPrimitive.test(functionName));
		return caller === undefined ? [] : [caller.functionName];
	});
	return new Set(callers.length > 0 ? callers : [site.frame.functionName]);
}

const isPrimitive = /^(?:runtime|sync|internal\/(?:sync|race|runtime\/\w+))\./u;
