import {formatCount, formatRate} from '../profile/quantity.ts';
import type {Count} from '../profile/units.ts';
import {lockKinds} from '../profile/wait-kind.ts';
import type {SiteHistory} from '../series/history.ts';
import {siteRowOf} from './site-row.ts';
import {agoText, goroutinesText, spanText, waitText} from './triage-facts.ts';
import {advised, noProfileYet, nothingToDo} from './triage-next.ts';
import {
	type Answer,
	answered,
	type Case,
	type Family,
	factsBeside,
	type NextStep,
	nothingToJudge,
	type Place,
	placesOf,
	silenced,
	stronger,
	type Verdict,
	type Weighed,
	waitsOutside,
	weigh,
} from './triage-verdict.ts';
import {waitingSince} from './waiting-since.ts';

const family: Family = {
	'deadlock-suspected': 'confirmed',
	'stuck-lock': 'probably',
	'stuck-wait': 'suspected',
	'lock-pileup': 'suspected',
};

/** Locks that are waited for this long without a break deserve an explanation. */
const longMilliseconds = 30_000;

/** Who waits for locks now, and whether these waits end. */
type LockWaits = {
	readonly sites: readonly SiteHistory[];
	readonly count: number;
	/** For how long somebody has waited without a break. */
	readonly milliseconds: number;
	/** Waits that ended at these sites per second; undefined when the block profile does not tell. */
	readonly endedPerSecond: number | undefined;
};

/** Is it deadlocked? */
export function deadlockVerdict(each: Case): Verdict {
	const {history, at} = each;
	const weighed = weigh(each, family).filter(found => isAboutDeadlock(found, each));
	const locks = lockWaits(each);
	const leaked = (history.leaks.latest?.sites ?? []).filter(({site}) => lockKinds.has(site.kind));
	const foundByRuntime: Answer = leaked.length > 0 ? 'confirmed' : 'no sign';
	const answer = stronger(handedOn(weighed[0]?.answer ?? 'no sign', weighed, locks), foundByRuntime);
	const verdict = answered(answer, nothingToJudge(each) || unexplained(each, locks));
	const ofWarnings = placesOf('deadlock', weighed, each);
	const places =
		ofWarnings.length === 0 && (verdict.answer === 'cannot tell' || leaked.length > 0)
			? locks.sites.map((site): Place => {
					const fact = `${waitText(site.waiters?.count ?? 0)} for a lock`;
					return {key: `deadlock site ${site.site.key}`, site, about: {kind: 'site', fact}};
				})
			: ofWarnings;
	const leakedCount = leaked.reduce((sum, {count}) => sum + count, 0);
	return {
		question: 'deadlock',
		...verdict,
		evidence: [
			...(leakedCount > 0
				? [`the runtime itself found ${goroutinesText(leakedCount)} blocked at a lock for ever`]
				: []),
			...factsBeside(weighed, places),
			...(history.goroutinesTakenAt === undefined ? [] : byLocks(each, locks)),
			...byDump(each, at),
			...silenced(each, family),
		],
		places,
		next: nextStep(each, answer, weighed[0], locks),
	};
}

/** Whoever waits for an answer from outside is no part of a deadlock, nor is a long wait that is told as a leak. */
function isAboutDeadlock(found: Weighed, each: Case): boolean {
	const {warning, speaker} = found;
	const isTold = warning.detector === 'stuck-wait' && speaker !== warning;
	return !isTold && waitsOutside(found, each) !== true;
}

/** A pile of waiters at a lock that is handed on is contention: somebody holds it too long, but lets go. */
function handedOn(answer: Answer, weighed: readonly Weighed[], {endedPerSecond = 0}: LockWaits): Answer {
	const onlyPiles = weighed.every(({warning}) => warning.detector === 'lock-pileup');
	return onlyPiles && endedPerSecond > 0 ? 'no sign' : answer;
}

function lockWaits({history, at}: Case): LockWaits {
	const sites = history.sites
		.values()
		.filter(({site, waiters}) => waiters !== undefined && lockKinds.has(site.kind))
		.sort((a, b) => (b.waiters?.count ?? 0) - (a.waiters?.count ?? 0));
	const since = waitingSince(sites, history);
	const tells = history.block.profiling.state !== 'off' && history.block.readings > 1;
	const ended = sites.map(site => siteRowOf(site, history, 'block', undefined).eventsPerSecond ?? 0);
	return {
		sites,
		count: sites.reduce((sum, {waiters}) => sum + (waiters?.count ?? 0), 0),
		milliseconds: since === undefined ? 0 : at - since.at,
		endedPerSecond: tells ? ended.reduce((sum, rate) => sum + rate, 0) : undefined,
	};
}

/** Why waits for locks leave the question open: nobody saw one end, and no dump tells who holds them. */
function unexplained({history, at}: Case, {count, milliseconds, endedPerSecond = 0}: LockWaits): string {
	const {takenAt} = history.dumps;
	const hasDump = takenAt !== undefined && at - takenAt < milliseconds;
	if (count === 0 || endedPerSecond > 0 || hasDump) {
		return '';
	}

	const watched = at - history.comparableSince;
	if (watched < longMilliseconds) {
		return `${spanText(watched)} of data`;
	}

	return milliseconds >= longMilliseconds ? lockWaitText(count) : '';
}

function byLocks({history}: Case, {count, milliseconds, endedPerSecond}: LockWaits): readonly string[] {
	if (count === 0) {
		return ['nobody waits for a lock now'];
	}

	const long = milliseconds >= longMilliseconds ? `, without a break for ${spanText(milliseconds)}` : '';
	const now = `${lockWaitText(count)} now${long}`;
	if (endedPerSecond === undefined) {
		const reason =
			history.block.profiling.state === 'off' ? 'block profiling is off' : 'no block profile tells';
		return [now, `${reason}: whether these waits end cannot be seen`];
	}

	return endedPerSecond > 0
		? [`locks are handed on: ${formatRate(endedPerSecond)} waits for them end per second; ${now}`]
		: [`${now}; none of these waits ended since the last reading`];
}

/** `1 waits for a lock`, `12 wait for locks` */
function lockWaitText(count: Count): string {
	return `${waitText(count)} for ${count === 1 ? 'a lock' : 'locks'}`;
}

function byDump({history}: Case, at: number): readonly string[] {
	const {takenAt, latest} = history.dumps;
	if (takenAt === undefined || latest === undefined) {
		return ['no dump taken: only a dump shows who holds what'];
	}

	const {locks, isCut} = latest;
	const held = locks.filter(({holders}) => holders.length > 0).length;
	const dump = `${isCut ? 'cut ' : ''}dump ${agoText(at - takenAt)}`;
	const holders =
		held === 0
			? `who holds ${locks.length === 1 ? 'it' : 'them'} does not show`
			: held === locks.length
				? 'with a likely holder'
				: `${formatCount(held)} with a likely holder`;
	const unnamed = latest.waiters.filter(
		({lock, wait}) => lock === undefined && lockKinds.has(wait.site.kind),
	).length;
	return [
		locks.length === 0
			? unnamed === 0
				? `${dump}: nobody waits for a lock`
				: `${dump}: ${waitText(unnamed)} for locks whose address it does not print, so who holds them does not show`
			: `${dump}: ${formatCount(locks.length)} ${locks.length === 1 ? 'lock is' : 'locks are'} waited for, ${holders}`,
	];
}

function nextStep(
	each: Case,
	answer: Answer,
	strongest: Weighed | undefined,
	{milliseconds, count, endedPerSecond = 0}: LockWaits,
): NextStep {
	const {history, at} = each;
	const {takenAt} = history.dumps;
	if (history.goroutinesTakenAt === undefined) {
		return noProfileYet;
	}

	if (answer === 'no sign' && count > 0 && endedPerSecond > 0) {
		return {act: 'mutex', text: 'slow is not stuck: which section keeps a lock too long', shortText: ''};
	}

	const isOld = takenAt === undefined || (count > 0 && at - takenAt > milliseconds);
	if (answer !== 'confirmed' && isOld) {
		const text =
			count === 0
				? 'a dump shows who has waited for minutes, and for what'
				: 'a dump shows who waits for which lock, and who may hold it';
		return {act: 'dump', text, shortText: ''};
	}

	if (answer === 'no sign' && count === 0) {
		return nothingToDo;
	}

	return strongest === undefined
		? {act: 'dump', text: 'another dump in a minute: what is stuck is in both', shortText: ''}
		: advised(strongest, each);
}
