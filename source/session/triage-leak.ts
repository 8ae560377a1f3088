import type {DetectorId} from '../detectors/thresholds.ts';
import {siteKeyOf} from '../detectors/warning.ts';
import type {SiteWaiters} from '../profile/goroutine-snapshot.ts';
import {formatCount} from '../profile/quantity.ts';
import {millisecondsPerMinute} from '../profile/units.ts';
import {lockKinds} from '../profile/wait-kind.ts';
import {floorTrend} from './floor-trend.ts';
import {spanText} from './triage-facts.ts';
import {byDump, byFloor, byRuntime, hasLeakProfile, withoutRuntime} from './triage-leak-facts.ts';
import {advised, noProfileYet, nothingToDo, waiting} from './triage-next.ts';
import {
	type Answer,
	answered,
	type Case,
	eachSiteOnce,
	type Family,
	factsBeside,
	isForItsOwnClose,
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

const family: Family = {
	'leak-confirmed': 'confirmed',
	'leak-suspected': 'probably',
	'stuck-send': 'probably',
	'site-growth': 'probably',
	'goroutine-growth': 'probably',
	'timer-growth': 'probably',
	'io-no-deadline': 'probably',
	'heap-growth': 'suspected',
};

/** Is it leaking? */
export function leakVerdict(each: Case): Verdict {
	const found = weigh(each, family);
	const all = found.filter(one => isAboutLeak(one, each));
	const isLocked = found.some(({speaker}) => locksUp.has(speaker.detector));
	const weighed = all.filter(found => !isQueue(found, each));
	const leaks = leaksAside(each);
	const foundByRuntime: Answer = leaks.length > 0 ? 'confirmed' : 'no sign';
	const answer = stronger(weighed[0]?.answer ?? 'no sign', foundByRuntime);
	// What stands at locks, or queues for something outside, makes the number rise as well, and is told below.
	const isExplained = isLocked || weighed.length < all.length;
	const because = nothingToJudge(each) || tooShort(each) || (isExplained ? '' : roseLately(each));
	const verdict = answered(answer, because);
	const places = eachSiteOnce([
		...placesOf('leak', weighed, each),
		...leaks.flatMap(leak => placeOf(leak, each)),
	]);
	return {
		question: 'leak',
		...verdict,
		evidence: [
			...(isLocked ? ['what stands at locks is told below'] : []),
			...byRuntime(each, leaks),
			...byFloor(each),
			...byDump(each),
			...factsBeside(weighed, places),
			...byQueues(all.filter(found => isQueue(found, each))),
			...withoutRuntime(each),
			...silenced(each, family),
		],
		places,
		next: isLocked && answer === 'no sign' ? nothingToDo : nextStep(each, answer, weighed[0]),
	};
}

/** What deadlocked is told by the next question; a read without a deadline is a leak only of what nobody closes. */
function isAboutLeak({warning, speaker}: Weighed, {history}: Case): boolean {
	const key = siteKeyOf(warning);
	return (
		!locksUp.has(speaker.detector) &&
		(warning.detector !== 'io-no-deadline' || (key !== undefined && isForItsOwnClose(history.sites.get(key))))
	);
}

const locksUp: ReadonlySet<DetectorId> = new Set(['deadlock-suspected', 'stuck-lock', 'lock-pileup']);

/** What the runtime calls leaked, but for those at locks and those that hold one. */
function leaksAside({history, warnings}: Case): readonly SiteWaiters[] {
	const deadlocked = new Set(
		warnings.firing.filter(({detector}) => locksUp.has(detector)).flatMap(({sites}) => sites),
	);
	return (history.leaks.latest?.sites ?? []).filter(
		({site: {key, kind}}) => !lockKinds.has(kind) && !deadlocked.has(key),
	);
}

/** Ever so many who wait for something outside are no leak: they end with what they wait for. */
function isQueue(found: Weighed, each: Case): boolean {
	return mayQueue.has(found.warning.detector) && waitsOutside(found, each) === true;
}

const mayQueue: ReadonlySet<DetectorId> = new Set(['leak-suspected', 'site-growth', 'goroutine-growth']);

function byQueues(queues: readonly Weighed[]): readonly string[] {
	const count = new Set(queues.map(({warning}) => siteKeyOf(warning))).size;
	const places = count === 1 ? 'one place that fills waits' : `${count} places that fill wait`;
	return count === 0 ? [] : [`${places} for something outside: see below`];
}

function tooShort({history, at}: Case): string {
	const milliseconds = at - history.comparableSince;
	return milliseconds < millisecondsPerMinute ? `${spanText(milliseconds)} of data` : '';
}

/** A rise that no detector calls a leak yet is no proof of health. */
function roseLately({history, at, detectors}: Case): string {
	const {growthCount, growthFraction} = detectors.thresholds['goroutine-growth'];
	const trend = floorTrend(history.goroutines, history.comparableSince, at);
	const isMuch =
		trend.kind === 'rose' && trend.to - trend.from >= Math.max(growthCount, growthFraction * trend.from);
	return isMuch ? 'goroutines rose lately, too early to say whether they stay' : '';
}

function placeOf({site: {key}, count}: SiteWaiters, {history}: Case): readonly Place[] {
	const site = history.sites.get(key);
	const fact = `${formatCount(count)} blocked for ever, says the runtime`;
	return site === undefined ? [] : [{key: `leak site ${key}`, site, about: {kind: 'site', fact}}];
}

function nextStep(each: Case, answer: Answer, strongest: Weighed | undefined): NextStep {
	const {history, at} = each;
	if (history.goroutinesTakenAt === undefined) {
		return noProfileYet;
	}

	if (answer === 'no sign' && tooShort(each) !== '') {
		const left = history.comparableSince + millisecondsPerMinute - at;
		return waiting(`watch for ${spanText(left)} more: growth shows after about a minute`);
	}

	if (answer !== 'confirmed' && hasLeakProfile(history) && history.leaks.takenAt === undefined) {
		return {act: 'leaks', text: "the runtime's own leak detection settles it", shortText: ''};
	}

	if (answer !== 'confirmed' && history.dumps.takenAt === undefined) {
		return {act: 'dump', text: 'a dump tells how long each waits and who started it', shortText: ''};
	}

	if (strongest !== undefined) {
		return advised(strongest, each);
	}

	return answer === 'confirmed'
		? {act: 'open', text: 'the stacks say what each waits for, and who started it', shortText: ''}
		: waiting('watch on: slow leaks show over hours');
}
