import type {DetectorId} from '../detectors/thresholds.ts';
import {formatChange} from '../profile/quantity.ts';
import type {Count, Milliseconds} from '../profile/units.ts';
import {poolKinds} from '../profile/wait-context.ts';
import {type DependencyGroup, dependenciesOf, largestRow, otherWaiters} from './dependencies.ts';
import {goroutinesText, spanText, waitText} from './triage-facts.ts';
import {advised, noProfileYet, nothingToDo} from './triage-next.ts';
import {
	type Answer,
	answered,
	type Case,
	eachSiteOnce,
	type Family,
	factsBeside,
	isForItsOwnClose,
	isOutside,
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
	'pool-exhausted': 'confirmed',
	'io-no-deadline': 'probably',
	'no-context': 'probably',
	'handler-pileup': 'probably',
	'thread-growth': 'suspected',
	'stuck-wait': 'suspected',
	'site-growth': 'suspected',
	'goroutine-growth': 'suspected',
};

const leastData: Milliseconds = 20_000;
/** Without a warning, what has been waited for this long, by this many, is worth a suspicion if it grows or is most. */
const longWait: Milliseconds = 60_000;
const manyWaiters = 10;
const growingFraction = 0.1;
const mostFraction = 0.5;

/** Is it blocked on something outside: network, database, DNS, disk, a child process, C? */
export function outsideVerdict(each: Case): Verdict {
	const {history} = each;
	const sites = history.sites.values().filter(site => !isForItsOwnClose(site));
	const groups = dependenciesOf(sites, history);
	const outside = groups.filter(({kind}) => isOutside(kind));
	const weighed = weigh(each, family).filter(found => isAboutOutside(found, each));
	const {idle} = otherWaiters(sites);
	const busy = Math.max(0, history.goroutinesInProfile - idle.count);
	const suspects = outside.filter(group => isSuspect(group, busy, each));
	const answer = stronger(weighed[0]?.answer ?? 'no sign', suspects.length > 0 ? 'suspected' : 'no sign');
	const places = eachSiteOnce([
		...placesOf('outside', weighed, each),
		...[...suspects, ...outside].map(placeOf),
	]);
	const isTold = history.goroutinesTakenAt === undefined || (outside.length === 0 && weighed.length > 0);
	return {
		question: 'outside',
		...answered(answer, nothingToJudge(each) || tooShort(each)),
		evidence: [
			...factsBeside(weighed, places),
			...(isTold ? [] : byCount(outside, busy)),
			...whySuspect(suspects),
			...byInside(groups),
			...silenced(each, family),
		],
		places,
		next: nextStep(each, answer, weighed[0], outside),
	};
}

function tooShort({history, at}: Case): string {
	const milliseconds = at - history.comparableSince;
	return milliseconds < leastData ? `${spanText(milliseconds)} of data` : '';
}

/** Handlers may pile up at a lock, a long wait may be for anything, and a pool may be a semaphore: those are inside. */
function isAboutOutside(weighed: Weighed, each: Case): boolean {
	return waitsOutside(weighed, each) ?? !onlyWhenSeen.has(weighed.warning.detector);
}

const onlyWhenSeen: ReadonlySet<DetectorId> = new Set([
	'handler-pileup',
	'stuck-wait',
	'site-growth',
	'goroutine-growth',
]);

function isSuspect(
	{kind, waiting, since, changePerMinute = 0}: DependencyGroup,
	busy: number,
	{at}: Case,
): boolean {
	const isLong = since !== undefined && at - since.at >= longWait;
	const grows = isGrowing(waiting, changePerMinute);
	// Nobody queues for a pool that has room.
	const isQueue = poolKinds.has(kind);
	return waiting >= manyWaiters && isLong && (isQueue || grows || waiting >= mostFraction * busy);
}

function whySuspect(suspects: readonly DependencyGroup[]): readonly string[] {
	const queues = suspects.filter(({kind}) => poolKinds.has(kind)).map(({name}) => name);
	const others = suspects.filter(({kind}) => !poolKinds.has(kind));
	return [
		...(queues.length === 0
			? []
			: [
					`${queues.join(', ')} ${queues.length === 1 ? 'is' : 'are'} used up: where there is room nobody queues`,
				]),
		...others.map(({name, waiting: count, changePerMinute = 0}) =>
			isGrowing(count, changePerMinute)
				? `${name}: ${waitText(count)}, ${formatChange(changePerMinute)}/min`
				: `${name}: half or more of all that are not idle wait for it`,
		),
	];
}

function isGrowing(count: Count, changePerMinute: number): boolean {
	return changePerMinute >= Math.max(manyWaiters, growingFraction * count);
}

function placeOf(group: DependencyGroup): Place {
	return {key: `outside ${group.key}`, site: largestRow(group)?.history, about: {kind: 'dependency', group}};
}

function byCount(outside: readonly DependencyGroup[], busy: number): readonly string[] {
	const count = outside.reduce((sum, group) => sum + group.waiting, 0);
	return count === 0
		? ['nobody waits for a network, database, file or the like now']
		: [`${waitText(count)} for something outside, of ${goroutinesText(busy)} not idle`];
}

function byInside(groups: readonly DependencyGroup[]): readonly string[] {
	const inside = groups.filter(({kind}) => !isOutside(kind));
	return inside.length === 0
		? []
		: [
				`inside the program: ${inside.map(({name, waiting}) => `${waitText(waiting)} for ${name}`).join(', ')}`,
			];
}

function nextStep(
	each: Case,
	answer: Answer,
	strongest: Weighed | undefined,
	outside: readonly DependencyGroup[],
): NextStep {
	const {history} = each;
	if (history.goroutinesTakenAt === undefined) {
		return noProfileYet;
	}

	if (strongest !== undefined) {
		return advised(strongest, each);
	}

	if (answer === 'suspected' && history.dumps.takenAt === undefined) {
		return {act: 'dump', text: 'a dump tells how long each has waited', shortText: ''};
	}

	return outside.length === 0
		? nothingToDo
		: {act: 'dependencies', text: 'all that is waited for, and through which functions', shortText: ''};
}
