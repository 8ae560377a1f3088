import type {Confidence} from '../detectors/detector.ts';
import {heldOpenAt} from '../detectors/held-open.ts';
import type {DetectorSettings} from '../detectors/settings.ts';
import type {DetectorId} from '../detectors/thresholds.ts';
import {siteKeyOf, type Warning, type WarningId, worstFirst} from '../detectors/warning.ts';
import type {Failure} from '../profile/failure.ts';
import type {DependencyKind} from '../profile/wait-context.ts';
import type {SiteHistory} from '../series/history.ts';
import type {DependencyGroup} from './dependencies.ts';
import type {RowKey} from './look.ts';
import type {Known} from './session.ts';
import {agoText} from './triage-facts.ts';

/** The questions of an incident, in the order in which they are asked. */
export const questions = ['leak', 'deadlock', 'outside'] as const;
export type Question = (typeof questions)[number];

export type Answer = 'confirmed' | 'probably' | 'suspected' | 'no sign' | 'cannot tell';

/** Where to look. What it opens is the warning, or the site. */
export type Place = {
	readonly key: RowKey;
	readonly site: SiteHistory | undefined;
	readonly about:
		| {readonly kind: 'warning'; readonly warning: Warning; readonly opens: WarningId}
		| {readonly kind: 'dependency'; readonly group: DependencyGroup}
		| {readonly kind: 'site'; readonly fact: string};
};

/** What would settle it, or end it. `act` is what to press for that: an errand, a screen, enter; or nothing but time. */
export type NextStep = {
	readonly act: 'dump' | 'leaks' | 'mutex' | 'dependencies' | 'open' | 'wait';
	readonly text: string;
	/** The same in few words; '' where there are no fewer. */
	readonly shortText: string;
};

export type Verdict = {
	readonly question: Question;
	readonly answer: Answer;
	/** Why it cannot be told; '' with every other answer. */
	readonly because: string;
	/** Each a fact with its numbers, what weighs most first. */
	readonly evidence: readonly string[];
	readonly places: readonly Place[];
	readonly next: NextStep;
};

/** What a verdict is made from. */
export type Case = Known & {
	readonly at: number;
	readonly detectors: DetectorSettings;
	readonly profileFailures: ReadonlyMap<string, Failure>;
};

/** `speaker`: the warning that is shown, where another one speaks for this one. */
export type Weighed = {readonly warning: Warning; readonly speaker: Warning; readonly answer: Answer};

const strengths: {readonly [confidence in Confidence]: Answer} = {
	confirmed: 'confirmed',
	strong: 'probably',
	suspected: 'suspected',
};

const ranks: {readonly [answer in Answer]: number} = {
	'cannot tell': -1,
	'no sign': 0,
	suspected: 1,
	probably: 2,
	confirmed: 3,
};

export function stronger(a: Answer, b: Answer): Answer {
	return ranks[b] > ranks[a] ? b : a;
}

/** How far each detector of a question can carry its answer: a fact about a number need not be one about its cause. */
export type Family = {readonly [id in DetectorId]?: Answer};

/**
 * The firing warnings of a family with the answer each gives, the strongest first. Those that another one of the family
 * speaks for make its answer stronger; those that others speak for stand for themselves.
 */
export function weigh({warnings}: Case, family: Family): readonly Weighed[] {
	const weighed = new Map<WarningId, Weighed>();
	for (const speaker of warnings.firing) {
		for (const spoken of [speaker, ...speaker.absorbed]) {
			const most = family[spoken.detector];
			if (most === undefined || spoken.severity === 'info') {
				continue;
			}

			const warning = family[speaker.detector] === undefined ? spoken : speaker;
			const strength = strengths[spoken.confidence];
			const answer = ranks[strength] < ranks[most] ? strength : most;
			const before = weighed.get(warning.id)?.answer;
			weighed.set(warning.id, {
				warning,
				speaker,
				answer: before === undefined ? answer : stronger(before, answer),
			});
		}
	}

	return [...weighed.values()].sort(
		(a, b) =>
			ranks[b.answer] - ranks[a.answer] ||
			// What is said of a place leads further than what is said of the whole process.
			Number(a.warning.subject.kind === 'process') - Number(b.warning.subject.kind === 'process') ||
			worstFirst(a.warning, b.warning),
	);
}

/** Things that goroutines of the same program give to each other: what blocks is inside. */
const insideKinds: ReadonlySet<DependencyKind> = new Set([
	'semaphore',
	'singleflight',
	'errgroup',
	'rate limiter',
	'http server',
	'pipe',
]);

export function isOutside(kind: DependencyKind): boolean {
	return !insideKinds.has(kind);
}

/** Whether what a warning is about waits for something outside of the program; undefined where nothing says. */
export function waitsOutside(found: Weighed, {history}: Case): boolean | undefined {
	const key = siteKeyOf(found.warning);
	const site = key === undefined ? undefined : history.sites.get(key);
	if (site?.site.kind === 'sleep' || isForItsOwnClose(site)) {
		return false;
	}

	const dependency = site?.waiters?.context.dependency;
	return dependency === undefined ? undefined : isOutside(dependency.kind);
}

/** Rows, transactions and response bodies that the program has not closed look as if their peer was waited for. */
export function isForItsOwnClose(site: SiteHistory | undefined): boolean {
	return site !== undefined && heldOpenAt(site) !== undefined;
}

/** One place for each site that the warnings are about. */
export function placesOf(question: Question, weighed: readonly Weighed[], {history}: Case): readonly Place[] {
	const places = new Map<string, Place>();
	for (const {warning, speaker} of weighed) {
		const key = siteKeyOf(warning);
		const site = key === undefined ? undefined : history.sites.get(key);
		if (site !== undefined && !places.has(site.id)) {
			places.set(site.id, {
				key: `${question} ${warning.id}`,
				site,
				about: {kind: 'warning', warning, opens: speaker.id},
			});
		}
	}

	return [...places.values()];
}

/** The facts of the warnings that no place shows. */
export function factsBeside(weighed: readonly Weighed[], places: readonly Place[]): readonly string[] {
	const shown = places.flatMap(({about}) => (about.kind === 'warning' ? [about.warning] : []));
	const told = new Set(shown.map(({headline}) => headline));
	const facts = weighed
		.filter(({warning}) => !shown.includes(warning) && !told.has(warning.headline))
		.map(({warning}) => `${warning.word}: ${warning.headline}`);
	return [...new Set(facts)];
}

/** Detectors of the family that may not speak: their silence is no sign. */
export function silenced({detectors: {off, only}}: Case, family: Family): readonly string[] {
	const ids = (Object.keys(family) as DetectorId[]).filter(
		id => off.includes(id) || (only.length > 0 && !only.includes(id)),
	);
	return ids.length === 0 ? [] : [`switched off, so silent: ${ids.join(', ')}`];
}

/** No sign is an answer only where there was enough to see one: otherwise `because` says what is missing. */
export function answered(answer: Answer, because: string): Pick<Verdict, 'answer' | 'because'> {
	return answer === 'no sign' && because !== '' ? {answer: 'cannot tell', because} : {answer, because: ''};
}

/** Each site once, as the first of its places shows it. */
export function eachSiteOnce(places: readonly Place[]): readonly Place[] {
	return places.filter(({site}, index) => places.findIndex(other => other.site === site) === index);
}

/** Why there can be no verdict at all: '' when there can. */
export function nothingToJudge({history, profileFailures, at}: Case): string {
	const {goroutinesTakenAt} = history;
	const isUnreadable = profileFailures.has('goroutine');
	if (goroutinesTakenAt !== undefined) {
		return isUnreadable
			? `the goroutine profile is from ${agoText(at - goroutinesTakenAt)} and cannot be read any more`
			: '';
	}

	const failed = isUnreadable || history.watch.failure !== undefined;
	return failed ? 'no goroutine profile could be read' : 'no goroutine profile yet';
}
