import {packagePath} from '../profile/function-name.ts';
import {formatCount, formatMilliseconds} from '../profile/quantity.ts';
import type {Seconds, UnixMilliseconds} from '../profile/units.ts';
import {lockKinds, type WaitKind} from '../profile/wait-kind.ts';
import type {History, SiteHistory} from '../series/history.ts';
import type {Window} from '../series/window.ts';
import {type Advice, adviceFor, stateWords} from './advice.ts';
import {type Absorbed, type Detector, type Finding, found, tooEarly} from './detector.ts';
import {countEvidence, placeOf} from './evidence.ts';
import {isBlocked} from './lock-groups.ts';
import {areWaitsCounted, lately, lingeringLock} from './lock-lately.ts';
import {
	holderBeside,
	holdersEvidence,
	type LocksAtSite,
	locksBySite,
	type StuckLock,
	stuckLocks,
	waiterOf,
	waitTitle,
} from './lock-waits.ts';
import {onceWords, outerOnce} from './once-within-itself.ts';
import {
	bySite,
	forHowLong,
	isSaidByRuntime,
	type StuckGoroutine,
	type StuckSite,
	stuckGoroutines,
	stuckSince,
	waitEvidence,
	waitsEnded,
} from './stuck-goroutines.ts';
import type {Thresholds} from './thresholds.ts';

type Rule = Thresholds['stuck-lock'];

const besideShown = 6;
const stuckKinds: ReadonlySet<WaitKind> = new Set([...lockKinds, 'semaphore']);

/** A lock that is not released at all, as opposed to one that many want. */
export const stuckLock: Detector<'stuck-lock'> = {
	id: 'stuck-lock',
	word: 'stuck lock',
	reads: ['dump', 'goroutines'],
	check(history, rule) {
		if (history.dumps.latest === undefined && history.goroutineReadings < 2) {
			return tooEarly;
		}

		const locks = stuckLocks(history, rule.leastSeconds, stuckKinds);
		const dumped = bySite(locks.flatMap(({waiters}) => waiters)).filter(stuckSite =>
			isStillSo(history, stuckSite),
		);
		const told = new Set(dumped.map(({site}) => site.key));
		return found(
			...dumpFindings(history, dumped, locks, rule),
			...history.sites
				.values()
				.filter(({site}) => lockKinds.has(site.kind) && !told.has(site.key))
				.flatMap(site => profileFinding(history, site, rule)),
		);
	},
	lingers: (history, {subject}, rule) => lingeringLock(history, subject, rule),
};

/** A profile newer than the dump may show that they are gone; counted waits may show that the lock is slow, not stuck. */
function isStillSo(history: History, {site: {key}, goroutines}: StuckSite): boolean {
	const {goroutinesTakenAt, dumps} = history;
	const isNewer = goroutinesTakenAt !== undefined && goroutinesTakenAt > (dumps.takenAt ?? 0);
	const isGone = isNewer && history.sites.get(key)?.waiters === undefined;
	const isSlow =
		!isSaidByRuntime(goroutines) && waitsEnded(history, key, stuckSince(history, goroutines) ?? history.at);
	return !isGone && !isSlow;
}

function dumpFindings(
	history: History,
	dumped: readonly StuckSite[],
	locks: readonly StuckLock[],
	rule: Rule,
): readonly Finding[] {
	if (dumped.length === 0) {
		return [];
	}

	const locksAt = locksBySite(locks);
	const nearby = blockedByPackage(history, rule);
	return dumped.map(stuckSite =>
		dumpFinding(history, stuckSite, locksAt.get(stuckSite.site.key) ?? new Map(), nearby),
	);
}

function dumpFinding(
	history: History,
	{site: {key, kind}, goroutines}: StuckSite,
	locksAt: LocksAtSite,
	nearby: BlockedByPackage,
): Finding {
	const holders = [...locksAt.keys()].flatMap(lock => lock.holders);
	const outer = kind === 'once' ? outerOnce(goroutines[0]?.waiter.wait.stack ?? []) : undefined;
	const whose = goroutines.length === 1 ? 'its' : 'their';
	const where = outer === undefined ? stateWords(kind) : `in ${whose} own Once.Do`;
	const stuck = `${formatCount(goroutines.length)} stuck ${where} ${forHowLong(goroutines)}`;
	const now = history.sites.get(key)?.waiters?.count ?? 0;
	const waits = [...locksAt]
		.slice(0, besideShown)
		.flatMap(([lock, waiters]) =>
			waiters.slice(0, 2).map(stuck => ({title: waitTitle(stuck, lock), stack: stuck.waiter.wait.stack})),
		);
	return {
		subject: {kind: 'site', key},
		severity: 'critical',
		headline: [stuck, ...(now > goroutines.length ? [`${formatCount(now)} wait now`] : [])].join(', '),
		why: 'The lock has not been released in all that time: everyone who needs it from now on will be stuck as well.',
		...(outer !== undefined
			? onceWords(outer)
			: holders.length > 0 || kind === 'once'
				? adviceFor(kind)
				: nobodyHolds),
		confidence: isSaidByRuntime(goroutines) ? 'strong' : 'suspected',
		evidence: [
			countEvidence('stuck now', goroutines.length, 'goroutines'),
			waitEvidence(goroutines),
			...holdersEvidence(history, [...locksAt.keys()]),
		],
		since: stuckSince(history, goroutines),
		stack: goroutines[0]?.waiter.wait.stack,
		sites: [key, ...holders.flatMap(({number}) => waiterOf(history, number)?.wait.site.key ?? [])],
		absorbs: absorbedAt(key),
		beside: [
			...holders.slice(0, besideShown).map(holder => holderBeside(history, holder)),
			...waits,
			...(holders.length === 0 ? stuckNearby(goroutines, nearby) : []),
		].slice(0, besideShown),
	};
}

const nobodyHolds: Advice = {
	shortStep: 'find the missing Unlock',
	nextStep:
		'Look for a path that returns or panics without Unlock, and for a function on this stack that has locked it already: nobody else seems to hold it.',
};

type BlockedByPackage = ReadonlyMap<string, readonly StuckGoroutine[]>;

function blockedByPackage(history: History, {leastSeconds}: Rule): BlockedByPackage {
	const byPackage = new Map<string, StuckGoroutine[]>();
	const pathOf = new Map<string, string>();
	for (const goroutine of stuckGoroutines(history, leastSeconds, isBlocked)) {
		const {functionName} = goroutine.waiter.wait.site.frame;
		const path = pathOf.get(functionName) ?? packagePath(functionName);
		pathOf.set(functionName, path);
		const blocked = byPackage.get(path) ?? [];
		blocked.push(goroutine);
		byPackage.set(path, blocked);
	}

	return byPackage;
}

/** Where nobody seems to hold it, a goroutine of the same package that is stuck as well may: plain functions show no receiver. */
function stuckNearby(
	goroutines: readonly StuckGoroutine[],
	nearby: BlockedByPackage,
): NonNullable<Finding['beside']> {
	const itsPackage = packagePath(goroutines[0]?.waiter.wait.site.frame.functionName ?? '');
	return (nearby.get(itsPackage) ?? []).slice(0, besideShown).map(({waiter}) => ({
		title: `goroutine ${waiter.number} is stuck too, in ${waiter.wait.site.kind} (${placeOf(waiter.wait.site)}): does it hold the lock?`,
		stack: waiter.wait.stack,
	}));
}

/** Without dumps: somebody waits here in every profile, and no wait ever ends. */
function profileFinding(history: History, site: SiteHistory, rule: Rule): readonly Finding[] {
	const {leastSeconds} = rule;
	const {from, to, waiting} = lately(history, site, rule);
	const isLongEnough = from >= history.comparableSince && site.firstSeenAt <= from;
	if (!isLongEnough || waiting === undefined || waiting.minimum < 1 || waiting.points < rule.leastReadings) {
		return [];
	}

	const {state} = history.block.profiling;
	if (state === 'on') {
		const isStuck = areWaitsCounted(history, from) && !waitsEnded(history, site.site.key, from);
		return isStuck ? [profileVerdict(history, site, true, leastSeconds)] : [];
	}

	const isConstantCount = state !== 'unknown' && isConstant(history, waiting, to, rule);
	return isConstantCount ? [profileVerdict(history, site, false, leastSeconds)] : [];
}

/** Two goroutines that fight for one lock look constant as well; dumps of the last minutes know better. */
function isConstant(
	history: History,
	{minimum, maximum}: Window,
	to: UnixMilliseconds,
	{freshDumpSeconds}: Rule,
): boolean {
	const {count, takenAt} = history.dumps;
	const isKnownBetter = count > 1 && takenAt !== undefined && to - takenAt < freshDumpSeconds * 1000;
	return minimum === maximum && !isKnownBetter;
}

function profileVerdict(
	history: History,
	site: SiteHistory,
	isCounted: boolean,
	leastSeconds: Seconds,
): Finding {
	const {kind, key} = site.site;
	const count = site.waiters?.count ?? 0;
	const span = formatMilliseconds(leastSeconds * 1000);
	return {
		subject: {kind: 'site', key},
		severity: isCounted ? 'critical' : 'warning',
		headline: `${formatCount(count)} ${stateWords(kind)} in every profile for ${span}, none got it`,
		why: isCounted
			? 'Somebody has waited here all that time and not one wait ended: the lock is not released.'
			: 'Always exactly as many wait here: either nobody releases this lock, or a few goroutines fight for it without pause.',
		...adviceFor(kind),
		confidence: isCounted ? 'strong' : 'suspected',
		evidence: [
			countEvidence('waiting now', count, 'goroutines'),
			isCounted
				? {name: 'waits that ended', value: 0, unit: 'contentions', text: `none in ${span}`}
				: {name: 'change', value: 0, unit: 'goroutines', text: `none in ${span}`},
		],
		since: history.at - leastSeconds * 1000,
		stack: site.waiters?.groups[0]?.stack,
		sites: [key],
		absorbs: absorbedAt(key),
		wantsDump: true,
	};
}

function absorbedAt(key: SiteHistory['site']['key']): Finding['absorbs'] {
	return [
		...(['leak-confirmed', 'lock-pileup', 'site-growth'] as const).map(
			(detector): Absorbed => ({detector, subject: {kind: 'site', key}}),
		),
		{detector: 'goroutine-growth', subject: {kind: 'process'}, at: key},
	];
}
