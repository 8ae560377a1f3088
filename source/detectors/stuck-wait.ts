import type {DumpWaiter} from '../profile/dump-snapshot.ts';
import type {Frame} from '../profile/frame.ts';
import {shortFunctionName} from '../profile/function-name.ts';
import {originOf} from '../profile/origin.ts';
import {formatCount} from '../profile/quantity.ts';
import type {Milliseconds} from '../profile/units.ts';
import type {WaitKind} from '../profile/wait-kind.ts';
import type {History} from '../series/history.ts';
import {adviceFor, stateWords} from './advice.ts';
import {type Detector, type Evidence, type Finding, found, tooEarly} from './detector.ts';
import {counted, framePlace, placeOf} from './evidence.ts';
import {waitsForPeer} from './io-no-deadline.ts';
import {lockGroups} from './lock-groups.ts';
import {isNilChannel} from './nil-channel.ts';
import {isPipeWrite} from './pipe-write.ts';
import {
	bySite,
	forHowLong,
	type StuckSite,
	standingAt,
	standingEvidence,
	stuckGoroutines,
	stuckSince,
} from './stuck-goroutines.ts';
import type {Thresholds} from './thresholds.ts';
import {isOnMain, isParkedMain} from './waits-by-design.ts';

type Rule = Thresholds['stuck-wait'];

/** What the leak detection said this long before a dump is said of the goroutines in it. */
const recentMilliseconds: Milliseconds = 600_000;

const kinds: ReadonlySet<WaitKind> = new Set(['chan receive', 'select', 'cond', 'waitgroup']);

/** Long waits of which a dump alone cannot tell whether they are meant; a missing Done and an end that does not come it can. */
export const stuckWait: Detector<'stuck-wait'> = {
	id: 'stuck-wait',
	word: 'long wait',
	reads: ['dump'],
	check(history, rule) {
		const {latest} = history.dumps;
		if (latest === undefined) {
			return tooEarly;
		}

		const told = new Set(
			lockGroups(history, rule.leastSeconds).flatMap(({verdict}) =>
				verdict.kind === 'blocked' ? verdict.roots.map(({waiter}) => waiter.number) : [],
			),
		);
		const stuck = stuckGoroutines(
			history,
			rule.leastSeconds,
			waiter => isMeant(waiter) && !told.has(waiter.number),
		);
		const leaked = new Set(history.leaks.latest?.sites.map(({site}) => site.key));
		const isWithoutDone = ({waiter: {wait}}: (typeof stuck)[number]) =>
			wait.site.kind === 'waitgroup' && wait.offspring === 'none';
		const isEnding = (goroutine: (typeof stuck)[number]) =>
			!isWithoutDone(goroutine) && endingOf(goroutine.waiter) !== undefined;
		const others = bySite(
			stuck.filter(goroutine => !isWithoutDone(goroutine) && !isEnding(goroutine)),
		).filter(
			({site, goroutines}) =>
				(goroutines.length < rule.poolCount || !latest.hasCreators) &&
				!leaked.has(site.key) &&
				!goroutines.every(({waiter}) => isParkedMain(waiter)),
		);
		return found(
			...bySite(stuck.filter(isWithoutDone)).map(site => doneFinding(history, site)),
			...bySite(stuck.filter(isEnding)).map(site => endingFinding(history, site)),
			...(others.length > 0 ? [waitsFinding(history, others, rule)] : []),
		);
	},
};

/** What waits for a peer, writes to a pipe, or is in a call that takes no context, has warnings of its own. */
function isMeant(waiter: DumpWaiter): boolean {
	const {site, context} = waiter.wait;
	const isTold = context.contextFree !== undefined || waitsForPeer(context.dependency) || isPipeWrite(waiter);
	return kinds.has(site.kind) && isOwn(waiter) && !context.isIdle && !isTold && !isNilChannel(waiter);
}

/** `go wg.Wait()` leaves a stack of nothing but Go's own functions: then whoever said so is the place. */
function isOwn({wait, createdBy}: DumpWaiter): boolean {
	const {origin} = wait.site;
	const isStartedByOwn = createdBy !== undefined && originOf(createdBy.frame, undefined) === 'own';
	return origin === 'own' || (origin === 'standard' && isStartedByOwn);
}

/** What ends something is meant to return: nobody idles in it by design. */
const endings = /\.(Close|Stop|Shutdown|Kill|Terminate|Drain|Unsubscribe|Disconnect|close|stop|shutdown)$/u;

/** The function that should have ended something: not the goroutine's first one, which may wait to be told to. */
function endingOf({wait: {stack, site}}: DumpWaiter): Frame | undefined {
	const own = stack.findIndex(frame => frame.functionName === site.frame.functionName);
	return stack.slice(Math.max(0, own), -1).find(({functionName}) => endings.test(functionName));
}

function endingFinding(history: History, stuckSite: StuckSite): Finding {
	const {site, goroutines} = stuckSite;
	const ending = goroutines[0] && endingOf(goroutines[0].waiter);
	const name = ending === undefined ? 'an end' : shortFunctionName(ending.functionName);
	return {
		...standingAt(history, stuckSite),
		severity: 'warning',
		headline: `${formatCount(goroutines.length)} in ${name} ${forHowLong(goroutines)}, an end that does not come`,
		why: 'Whatever is closed or stopped here waits for something that does not happen, and so does its caller.',
		...adviceFor(site.kind),
		confidence: 'suspected',
		evidence: standingEvidence(goroutines),
	};
}

function doneFinding(history: History, stuckSite: StuckSite): Finding {
	const {site, goroutines} = stuckSite;
	const [count, ...others] = standingEvidence(goroutines);
	return {
		...standingAt(history, stuckSite),
		severity: 'warning',
		headline: `${formatCount(goroutines.length)} in WaitGroup.Wait ${forHowLong(goroutines)}, but no worker is left`,
		why: 'Not one goroutine that could still call Done is there: this wait does not end.',
		...adviceFor(site.kind),
		confidence: 'suspected',
		evidence: [
			...(count === undefined ? [] : [count]),
			{
				name: 'workers left',
				value: 0,
				unit: 'goroutines',
				text: 'none of those that it started, or that were started with it',
			},
			...others,
		],
	};
}

function waitsFinding(history: History, sites: readonly StuckSite[], {placesShown}: Rule): Finding {
	const ordered = sites.toSorted((a, b) => suspicion(b) - suspicion(a));
	const goroutines = sites.flatMap(site => site.goroutines);
	const shown = ordered.slice(0, placesShown);
	return {
		subject: {kind: 'process'},
		severity: 'info',
		headline: `${counted(goroutines.length, 'goroutine')} waiting ${forHowLong(goroutines)}, at ${counted(sites.length, 'place')}, idle by design or left behind`,
		why: 'A dump cannot tell a worker that waits for work from one that was forgotten: whoever knows the place can.',
		nextStep: whatSettles(history),
		shortStep: 'read the places',
		confidence: 'suspected',
		evidence: shown.map(placeEvidence),
		since: stuckSince(history, goroutines),
		stack: shown[0]?.goroutines[0]?.waiter.wait.stack,
		sites: shown.map(({site}) => site.key),
		absorbs: [],
	};
}

function whatSettles({index, leaks, dumps}: History): string {
	const wasAsked = leaks.takenAt !== undefined && leaks.takenAt >= (dumps.takenAt ?? 0) - recentMilliseconds;
	if (wasAsked) {
		return "See in the Sites view whether any of these counts grows: the runtime's own leak detection called none of them leaked, but does not see what a global variable still reaches.";
	}

	return index?.counts.has('goroutineleak') === true
		? 'Press L: the goroutineleak profile of this Go settles it, at the price of a collection.'
		: 'See in the Sites view whether any of these counts grows: the goroutineleak profile of Go 1.27 would settle it.';
}

function placeEvidence(place: StuckSite): Evidence {
	const {site, goroutines} = place;
	const creator = site.origin === 'own' ? undefined : goroutines[0]?.waiter.createdBy;
	const started = [
		...(creator === undefined ? [] : [`, started by ${framePlace(creator.frame)}`]),
		...(isOrphaned(place) ? [', started by a goroutine that is gone'] : []),
	].at(0);
	return {
		name: placeOf(site),
		value: goroutines.length,
		unit: 'goroutines',
		text: `${formatCount(goroutines.length)} ${stateWords(site.kind)} ${forHowLong(goroutines)}${started ?? ''}`,
	};
}

function suspicion({site, goroutines}: StuckSite): number {
	const isMain = goroutines.every(({waiter}) => isOnMain(waiter));
	return isMain ? 0 : isOrphaned({site, goroutines}) ? 3 : site.kind === 'waitgroup' ? 1 : 2;
}

function isOrphaned({goroutines}: StuckSite): boolean {
	return goroutines.some(({waiter}) => waiter.createdBy?.state === 'gone');
}
