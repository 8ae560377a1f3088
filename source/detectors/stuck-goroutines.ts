import type {DumpWaiter} from '../profile/dump-snapshot.ts';
import {formatCount, formatMilliseconds} from '../profile/quantity.ts';
import type {Site, SiteKey} from '../profile/site.ts';
import {
	type Milliseconds,
	millisecondsPerMinute,
	type Seconds,
	type UnixMilliseconds,
} from '../profile/units.ts';
import type {History} from '../series/history.ts';
import {type StandingGoroutine, type StuckTime, standingGoroutines} from '../series/stuck.ts';
import {windowOf} from '../series/window.ts';
import type {Evidence, Finding} from './detector.ts';
import {endsOfWaits} from './ends-of-waits.ts';
import {countEvidence, framePlace} from './evidence.ts';

/** A goroutine of the latest dump that has been in one wait for long enough. */
export type StuckGoroutine = StandingGoroutine;

/** Those of one site, longest waits first. */
export type StuckSite = {readonly site: Site; readonly goroutines: readonly StuckGoroutine[]};

/**
 * `isMeant` says which waiters are looked at. Where dumps alone say that a goroutine stood still, and the block profile that
 * waits at its site ended meanwhile, it may have been one of them: only the runtime's own clock tells then.
 */
export function stuckGoroutines(
	history: History,
	leastSeconds: Seconds,
	isMeant: (waiter: DumpWaiter) => boolean,
): readonly StuckGoroutine[] {
	const movedSince = new Map<SiteKey, Map<UnixMilliseconds, boolean>>();
	const hasMoved = ({wait}: DumpWaiter, {milliseconds}: StuckTime): boolean => {
		const {key} = wait.site;
		const since = (history.dumps.takenAt ?? history.at) - milliseconds;
		const ofSite = movedSince.get(key) ?? new Map<UnixMilliseconds, boolean>();
		const known = ofSite.get(since) ?? waitsEnded(history, key, since);
		movedSince.set(key, ofSite.set(since, known));
		return known;
	};
	return standingGoroutines(history).filter(
		({waiter, stuck}) =>
			stuck.milliseconds >= leastSeconds * 1000 &&
			isMeant(waiter) &&
			!(stuck.saidBy === 'dumps' && hasMoved(waiter, stuck)),
	);
}

/** More sites than anybody reads; a hostile dump may make up a function for each goroutine. */
const sitesRead = 200;

/** The sites with most goroutines first, at most `sitesRead`. */
export function bySite(goroutines: readonly StuckGoroutine[]): readonly StuckSite[] {
	const sites = new Map<SiteKey, {site: Site; goroutines: StuckGoroutine[]}>();
	for (const goroutine of goroutines) {
		const {site} = goroutine.waiter.wait;
		const entry = sites.get(site.key) ?? {site, goroutines: []};
		entry.goroutines.push(goroutine);
		sites.set(site.key, entry);
	}

	return [...sites.values()]
		.map(({site, goroutines}) => ({
			site,
			goroutines: goroutines.sort((a, b) => b.stuck.milliseconds - a.stuck.milliseconds),
		}))
		.sort((a, b) => b.goroutines.length - a.goroutines.length)
		.slice(0, sitesRead);
}

export function longestWait(goroutines: readonly StuckGoroutine[]): Milliseconds {
	return goroutines.reduce((longest, {stuck}) => Math.max(longest, stuck.milliseconds), 0);
}

/** `for 3m00s`, or `for up to 3m00s` where some have waited less. */
export function forHowLong(goroutines: readonly StuckGoroutine[]): string {
	const longest = formatMilliseconds(longestWait(goroutines));
	const isShared = goroutines.every(({stuck}) => formatMilliseconds(stuck.milliseconds) === longest);
	return isShared ? `for ${longest}` : `for up to ${longest}`;
}

/** What a finding about one site where goroutines stand still has in common with every other one. */
export function standingAt(
	history: History,
	{site: {key}, goroutines}: StuckSite,
): Pick<Finding, 'subject' | 'since' | 'stack' | 'sites' | 'absorbs'> {
	return {
		subject: {kind: 'site', key},
		since: stuckSince(history, goroutines),
		stack: goroutines[0]?.waiter.wait.stack,
		sites: [key],
		absorbs: [
			{detector: 'site-growth', subject: {kind: 'site', key}},
			{detector: 'goroutine-growth', subject: {kind: 'process'}, at: key},
		],
	};
}

/** How many stand still, for how long, and who started them. */
export function standingEvidence(goroutines: readonly StuckGoroutine[]): readonly Evidence[] {
	return [
		countEvidence('stuck now', goroutines.length, 'goroutines'),
		waitEvidence(goroutines),
		...creatorEvidence(goroutines),
	];
}

/** Long waits where others that took about as long have just ended: a slow receiver's queue, which nobody is stuck in. */
export function isQueue(history: History, {site, goroutines}: StuckSite): boolean {
	const known = history.sites.get(site.key);
	const ends = known === undefined ? undefined : endsOfWaits(known, history);
	return ends !== undefined && ends.meanWaitNanoseconds / 1e6 >= longestWait(goroutines) / 4;
}

/** Whether the runtime's own clock says so for one of them: then it is no series of short waits. */
export function isSaidByRuntime(goroutines: readonly StuckGoroutine[]): boolean {
	return goroutines.some(({stuck}) => stuck.saidBy === 'runtime');
}

export function stuckSince(
	history: History,
	goroutines: readonly StuckGoroutine[],
): UnixMilliseconds | undefined {
	const {takenAt} = history.dumps;
	return takenAt === undefined ? undefined : takenAt - longestWait(goroutines);
}

/** Whether waits at this site ended after `since`, as block profiling tells; false where it is off. */
export function waitsEnded(history: History, key: SiteKey, since: UnixMilliseconds): boolean {
	const rates = history.sites.get(key)?.rates.block;
	const window =
		rates === undefined ? undefined : windowOf(rates.eventsPerSecond, since + 1, Number.POSITIVE_INFINITY);
	return window !== undefined && window.maximum > 0;
}

/** Whose word it is: the runtime tells whole minutes, and of some of them it may have counted none yet. */
export function waitEvidence(goroutines: readonly StuckGoroutine[]): Evidence {
	const longest = longestWait(goroutines);
	const minutes = goroutines.flatMap(({waiter}) => waiter.wait.waitMinutes ?? []);
	const counted = minutes.reduce((most, each) => Math.max(most, each), 0) * millisecondsPerMinute;
	const part = counted < longest ? `${formatMilliseconds(counted)} of it ` : '';
	const ofSome =
		minutes.length === goroutines.length
			? ''
			: ` for ${formatCount(minutes.length)} of ${formatCount(goroutines.length)}, by dumps alone for the others`;
	const saidBy =
		minutes.length === 0 ? 'in the same wait in each dump since' : `${part}by the runtime's clock${ofSome}`;
	return {
		name: 'longest wait',
		value: longest / 1000,
		unit: 's',
		text: `at least ${formatMilliseconds(longest)}, ${saidBy}`,
	};
}

/** Who started them; creators are named by function and place, with how many of them are gone. */
export function creatorEvidence(goroutines: readonly Pick<StuckGoroutine, 'waiter'>[]): readonly Evidence[] {
	const creators = goroutines.flatMap(({waiter}) => waiter.createdBy ?? []);
	const [first] = creators;
	if (first === undefined) {
		return [];
	}

	const gone = creators.filter(({state}) => state === 'gone').length;
	const isGone = gone === 0 ? 'still there' : gone === creators.length ? 'gone' : `${gone} of them gone`;
	return [
		{
			name: 'started by',
			value: new Set(creators.map(({goroutine}) => goroutine)).size,
			unit: 'goroutines',
			text: `${framePlace(first.frame)}, ${isGone}`,
		},
	];
}
