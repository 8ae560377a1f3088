import type {DetectorId} from '../detectors/thresholds.ts';
import {siteKeyOf} from '../detectors/warning.ts';
import {formatCount} from '../profile/quantity.ts';
import {millisecondsPerMinute} from '../profile/units.ts';
import type {WaitKind} from '../profile/wait-kind.ts';
import type {History} from '../series/history.ts';
import {stuckTime} from '../series/stuck.ts';
import {floorTrend} from './floor-trend.ts';
import {
	type Answer,
	advised,
	agoText,
	type Case,
	type Family,
	factsBeside,
	type NextStep,
	nothingToJudge,
	type Place,
	placesOf,
	silenced,
	spanText,
	stronger,
	type Verdict,
	type Weighed,
	waiting,
	waitsOutside,
	waitText,
	weigh,
} from './triage-verdict.ts';

const family: Family = {
	'leak-confirmed': 'confirmed',
	'leak-suspected': 'probably',
	'stuck-send': 'probably',
	'site-growth': 'probably',
	'goroutine-growth': 'probably',
	'timer-growth': 'probably',
	'heap-growth': 'suspected',
};

/** Kinds of wait in which leaked goroutines are found: somebody has to come, and nobody does. */
const leakKinds: ReadonlySet<WaitKind> = new Set([
	'chan send',
	'chan receive',
	'select',
	'empty select',
	'cond',
	'waitgroup',
]);

/** Is it leaking? */
export function leakVerdict(each: Case): Verdict {
	const {history} = each;
	const all = weigh(each, family);
	const weighed = all.filter(found => !isQueue(found, each));
	const leaked = history.leaks.latest?.total ?? 0;
	const foundByRuntime: Answer = leaked > 0 ? 'confirmed' : 'no sign';
	const answer = stronger(weighed[0]?.answer ?? 'no sign', foundByRuntime);
	const because = nothingToJudge(each) || tooShort(each);
	const places = [...placesOf('leak', weighed, each), ...placesByRuntime(each)];
	const unique = places.filter(({site}, index) => places.findIndex(other => other.site === site) === index);
	const cannotTell = answer === 'no sign' && because !== '';
	return {
		question: 'leak',
		answer: cannotTell ? 'cannot tell' : answer,
		because: cannotTell ? because : '',
		evidence: [
			...byRuntime(each),
			...byFloor(each),
			...byDump(each),
			...factsBeside(weighed, unique),
			...byQueues(all.filter(found => isQueue(found, each))),
			...withoutRuntime(each),
			...silenced(each, family),
		],
		places: unique,
		next: nextStep(each, answer, weighed[0], cannotTell),
	};
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

function placesByRuntime({history}: Case): readonly Place[] {
	return (history.leaks.latest?.sites ?? []).flatMap(({site: {key}, count}) => {
		const site = history.sites.get(key);
		const fact = `${formatCount(count)} blocked for ever, says the runtime`;
		return site === undefined ? [] : [{key: `leak site ${key}`, site, about: {kind: 'site', fact}}];
	});
}

function byRuntime({history, at}: Case): readonly string[] {
	const {takenAt, latest} = history.leaks;
	if (takenAt === undefined || latest === undefined) {
		return [];
	}

	const ago = agoText(at - takenAt);
	return latest.total > 0
		? [`the runtime itself found ${formatCount(latest.total)} goroutines blocked for ever, ${ago}`]
		: [`the runtime itself found no leak, ${ago}; what globals still reach it does not find`];
}

function withoutRuntime({history}: Case): readonly string[] {
	const version = history.metrics?.goVersion;
	return history.index === undefined || history.leaks.takenAt !== undefined
		? []
		: hasLeakProfile(history)
			? ["the runtime's own leak detection was not asked yet"]
			: [
					`the runtime's own leak detection is not in this Go${version === undefined ? '' : ` (${version})`}: 1.27 has it`,
				];
}

function hasLeakProfile({index}: History): boolean {
	return index?.counts.has('goroutineleak') ?? false;
}

function byFloor({history, at}: Case): readonly string[] {
	const trend = floorTrend(history.goroutines, history.comparableSince, at);
	switch (trend.kind) {
		case 'unknown': {
			return [];
		}

		case 'level': {
			return [`floor of goroutines level for ${spanText(trend.milliseconds)}`];
		}

		case 'rose': {
			const [from, to] = [formatCount(trend.from), formatCount(trend.to)];
			return [`floor of goroutines rose from ${from} to ${to} in ${spanText(trend.milliseconds)}`];
		}
	}
}

function byDump({history, at}: Case): readonly string[] {
	const {takenAt, latest} = history.dumps;
	if (takenAt === undefined || latest === undefined) {
		return ['no dump taken'];
	}

	const waits = latest.waiters
		.filter(({site, context}) => leakKinds.has(site.kind) && !context.isIdle)
		.map(waiter => stuckTime(history, waiter).milliseconds)
		.filter(milliseconds => milliseconds >= millisecondsPerMinute);
	const dump = `${latest.isCut ? 'cut ' : ''}dump ${agoText(at - takenAt)}`;
	return waits.length === 0
		? [`${dump}: nobody is known to wait a minute or longer on a channel`]
		: [
				`${dump}: ${waitText(waits.length)} a minute or longer on a channel, ` +
					`the longest ${spanText(waits.reduce((longest, wait) => Math.max(longest, wait)))}`,
			];
}

function nextStep(
	{history, at}: Case,
	answer: Answer,
	strongest: Weighed | undefined,
	isShort: boolean,
): NextStep {
	if (history.goroutinesTakenAt === undefined) {
		return waiting('wait for the first goroutine profile');
	}

	if (isShort) {
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
		return advised(strongest);
	}

	return answer === 'confirmed'
		? {act: 'open', text: 'the stacks say what each waits for, and who started it', shortText: ''}
		: waiting('watch on: slow leaks show over hours');
}
