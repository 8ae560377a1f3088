import {formatChange, formatCount, formatMilliseconds} from '../profile/quantity.ts';
import type {Count} from '../profile/units.ts';
import type {WaitKind} from '../profile/wait-kind.ts';
import type {History, SiteHistory} from '../series/history.ts';
import {latest, newestValues} from '../series/series.ts';
import {windowOf} from '../series/window.ts';
import {stateWords} from './advice.ts';
import {type Absorbed, type Detector, type Evidence, type Finding, found, tooEarly} from './detector.ts';
import {countEvidence, placeOf} from './evidence.ts';
import {type HandlerNow, handlersNow} from './handlers-now.ts';
import {type Rise, risingFloor} from './rising-floor.ts';
import {summedSeries} from './summed-series.ts';
import type {Thresholds} from './thresholds.ts';

type Rule = Thresholds['handler-pileup'];

// In code of the program's own these are how long polls, event streams and websockets wait.
const plainKinds: ReadonlySet<WaitKind> = new Set(['chan receive', 'select', 'cond', 'sleep']);

/** Requests come in faster than their handler gets them done: all of them wait for something. */
export const handlerPileup: Detector<'handler-pileup'> = {
	id: 'handler-pileup',
	word: 'requests',
	reads: ['goroutines'],
	check(history, rule) {
		if (history.goroutineReadings === 0) {
			return tooEarly;
		}

		const findings: Finding[] = [];
		for (const handler of handlersNow(history)) {
			const rise = handler.count >= rule.growthCount ? riseOf(history, handler, rule) : undefined;
			const crowd = handler.sites.find(site => isCrowd(history, site, rule));
			if (rise !== undefined || crowd !== undefined) {
				findings.push(findingOf(handler, rise));
			}
		}

		return found(...findings);
	},
};

/**
 * The floor rule on the sum of the handler's sites. Where a site without waiters belongs is not known any more, so all
 * of those count as the handler's too: what moved from them is then no rise.
 */
function riseOf(history: History, handler: HandlerNow, rule: Rule): Rise | undefined {
	const own = handler.sites.map(({waiting}) => waiting);
	const verdict = risingFloor(summedSeries(own, history.comparableSince), history.comparableSince, rule);
	if (verdict.kind !== 'rising') {
		return undefined;
	}

	const left = history.sites.values().filter(({waiters}) => waiters === undefined);
	const all = summedSeries([...own, ...left.map(({waiting}) => waiting)], history.comparableSince);
	if (left.length > 0 && risingFloor(all, history.comparableSince, rule).kind !== 'rising') {
		return undefined;
	}

	const isBusy = verdict.rise.fallFraction > rule.largestFallFraction;
	return isBusy && verdict.rise.growth < rule.churnGrowthFraction * verdict.rise.fromFloor
		? undefined
		: verdict.rise;
}

/** Many at one place is a busy service, unless it is far more than lately, or none of them gets away. */
function isCrowd(history: History, {site, waiters, waiting, firstSeenAt}: SiteHistory, rule: Rule): boolean {
	const count = waiters?.count ?? 0;
	const isPlain = waiters?.context.dependency === undefined && plainKinds.has(site.kind);
	if (count < rule.waitingCount || isPlain) {
		return false;
	}

	const values = newestValues(waiting, rule.stillReadings);
	if (
		values.length >= rule.stillReadings &&
		values.every((value, index) => value >= (values[index - 1] ?? 0))
	) {
		return true;
	}

	const to = latest(waiting)?.at ?? 0;
	const earlierTo = to - rule.recentSeconds * 1000;
	const earlierFrom = Math.max(history.comparableSince, earlierTo - rule.baselineSeconds * 1000);
	if (earlierTo - history.comparableSince < rule.recentSeconds * 1000) {
		return false;
	}

	const earlier = windowOf(waiting, earlierFrom, earlierTo);
	const usual = firstSeenAt >= earlierTo ? 0 : (earlier?.mean ?? count);
	return count >= rule.riseFactor * usual;
}

function findingOf(handler: HandlerNow, rise: Rise | undefined): Finding {
	const waits = waitsOf(handler);
	const top = waits[0];
	const isDependency = top?.isDependency === true;
	const question = isDependency
		? 'is it slow, or is too little of it allowed'
		: 'who should let them go on, and what does it do meanwhile';
	return {
		subject: {kind: 'thing', name: handler.name},
		severity: 'warning',
		headline: [
			`${formatCount(handler.count)} requests wait`,
			...(rise === undefined ? [] : [`${formatChange(rise.perMinute)}/min`]),
			...(top === undefined ? [] : [`${formatCount(top.count)} ${top.words}`]),
			`served by ${handler.name}`,
		].join(', '),
		why: 'Requests come in faster than this handler gets them done: each holds its memory and its client until what it waits for answers.',
		nextStep: `See why so many ${top?.verb ?? 'wait'}${top?.words ?? ''}${top === undefined ? '' : ` (${top.place})`}: ${question}? Give requests a deadline, and refuse new ones before they pile up.`,
		shortStep: isDependency ? 'look at the dependency' : 'find who should let them go on',
		confidence: rise !== undefined || isDependency ? 'strong' : 'suspected',
		evidence: [
			countEvidence('requests waiting now', handler.count, 'goroutines'),
			...waits.slice(0, 3).map(
				({words, place, count}): Evidence => ({
					name: 'of them',
					value: count,
					unit: 'goroutines',
					text: `${formatCount(count)} ${words}, ${place}`,
				}),
			),
			...(rise === undefined ? [] : [growthEvidence(rise)]),
		],
		since: rise?.from,
		stack: handler.sites[0]?.waiters?.groups[0]?.stack,
		sites: handler.sites.map(({site}) => site.key),
		absorbs: handler.sites.flatMap(({site: {key}}): readonly Absorbed[] => [
			...(['site-growth', 'block-latency'] as const).map(
				(detector): Absorbed => ({detector, subject: {kind: 'site', key}}),
			),
			{detector: 'goroutine-growth', subject: {kind: 'process'}, at: key},
		]),
	};
}

function growthEvidence(rise: Rise): Evidence {
	const growth = rise.latest - rise.fromFloor;
	return {
		name: 'growth',
		value: growth,
		unit: 'goroutines',
		text: `${formatChange(growth)} goroutines in ${formatMilliseconds(rise.to - rise.from)}`,
	};
}

type HandlerWait = {
	readonly words: string;
	readonly isDependency: boolean;
	readonly verb: string;
	readonly place: string;
	count: Count;
};

/** What the requests wait for, most first: by dependency, or where there is none, by place. `verb` is for a sentence. */
function waitsOf({sites}: HandlerNow): readonly HandlerWait[] {
	const waits = new Map<string, HandlerWait>();
	for (const {site, waiters} of sites) {
		const dependency = waiters?.context.dependency;
		const words = dependency === undefined ? stateWords(site.kind) : `for ${dependency.name}`;
		const place = placeOf(site);
		const key = dependency === undefined ? `${words} ${place}` : words;
		const isDependency = dependency !== undefined;
		const entry = waits.get(key) ?? {
			words,
			isDependency,
			verb: isDependency ? 'wait ' : 'are ',
			place,
			count: 0,
		};
		entry.count += waiters?.count ?? 0;
		waits.set(key, entry);
	}

	return [...waits.values()].sort((a, b) => b.count - a.count);
}
