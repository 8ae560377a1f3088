import {formatChange, formatCount, formatMilliseconds, formatRate, formatShare} from '../profile/quantity.ts';
import type {Count, Fraction} from '../profile/units.ts';
import type {History, SiteHistory} from '../series/history.ts';
import type {Series} from '../series/series.ts';
import {windowOf} from '../series/window.ts';
import type {Advice} from './advice.ts';
import {type Absorbed, type Detector, type Evidence, found, tooEarly} from './detector.ts';
import {type EndsOfWaits, endingWaits} from './ends-of-waits.ts';
import {countEvidence, durationEvidence, placeOf, rateEvidence} from './evidence.ts';
import {heldOpenAt, openBody} from './held-open.ts';
import {requestersOf} from './http-requesters.ts';
import {type ProcessRise, processRise} from './process-rise.ts';
import {siteAdvice, waitersText} from './site-advice.ts';

type Grower = {readonly site: SiteHistory; readonly growth: Count; readonly share: Fraction};

const noSiteStandsOut: Advice = {
	shortStep: 'compare sites by Δ/min',
	nextStep: 'Sort the Sites view by Δ/min (o): the growth is spread over several sites.',
};
/** Sites that may explain a growth together, as the two goroutines of each connection do. */
const sitesNamed = 3;
const togetherFraction: Fraction = 0.8;
const besideFraction: Fraction = 0.25;
const leastShare: Fraction = 0.02;

/** The number of goroutines keeps rising. Names the sites that explain most of it, and speaks for their growth. */
export const goroutineGrowth: Detector<'goroutine-growth'> = {
	id: 'goroutine-growth',
	word: 'leak',
	reads: ['heartbeat'],
	check(history, rule) {
		const rise = processRise(history, rule);
		if (rise === 'too-early') {
			return tooEarly;
		}

		if (rise === 'level') {
			return found();
		}

		const growers = topGrowers(history, rise);
		const explaining = explainingOf(growers, rule.explainedFraction);
		const [first] = explaining;
		const ends = endingWaits(first?.site, history);
		const queue = first?.site.site.kind === 'chan send' ? ends : undefined;
		return found({
			subject: {kind: 'process'},
			severity: 'warning',
			headline: headlineOf(rise, explaining, queue),
			why:
				queue === undefined
					? 'Goroutines arrive faster than they leave, even in the quietest moments: memory and collection time grow until the process fails.'
					: 'More arrive here than get through: the queue grows until memory or patience runs out.',
			...(first === undefined ? noSiteStandsOut : siteAdvice(first.site, history)),
			...(queue === undefined ? {} : {word: 'queue'}),
			confidence: queue === undefined ? rise.confidence : 'suspected',
			evidence: [
				countEvidence('goroutines now', rise.latest, 'goroutines'),
				growthEvidence(rise),
				rateEvidence('pace', rise.perMinute, 'goroutines/min'),
				...(explaining.length > 0 ? explaining : growers.slice(0, 1)).map(shareOfGrowth),
				...(ends === undefined ? [] : endsEvidence(ends)),
				...(first !== undefined && heldOpenAt(first.site) === openBody ? requestersOf(history) : []),
			],
			since: rise.from,
			stack: first?.site.waiters?.groups[0]?.stack,
			sites: (explaining.length > 0 ? explaining : growers.slice(0, 1)).map(({site}) => site.site.key),
			absorbs: explaining.flatMap(({site}) => absorbedAt(site)),
		});
	},
};

function headlineOf(
	rise: ProcessRise,
	explaining: readonly Grower[],
	queue: EndsOfWaits | undefined,
): string {
	const all = `${formatCount(rise.latest)} goroutines`;
	if (rise.comparison !== undefined) {
		return `${all}, ${rise.comparison}`;
	}

	const [first] = explaining;
	if (first === undefined) {
		return `${all}, ${formatChange(rise.perMinute)}/min, no site stands out`;
	}

	const isAlone = explaining.length === 1;
	const waiting = waitersText(first.site, first.site.waiters?.count ?? 0);
	const pace = `${formatChange(rise.perMinute * (isAlone ? 1 : first.share))}/min`;
	const share = formatShare(
		Math.min(
			1,
			explaining.reduce((sum, grower) => sum + grower.share, 0),
		),
	);
	const places = isAlone ? '' : ` at ${formatCount(explaining.length)} sites`;
	return queue === undefined
		? `${waiting}, ${pace}, ${share} of all growth${places}`
		: `${waiting}, ${pace}, ${formatRate(queue.endedPerSecond)}/s get through`;
}

/** What others say of a site that is told here already: how long goroutines stand there, how long waits take. */
function absorbedAt({site: {key}}: SiteHistory): readonly Absorbed[] {
	return (
		['site-growth', 'leak-suspected', 'stuck-send', 'stuck-wait', 'block-latency', 'io-no-deadline'] as const
	).map(detector => ({detector, subject: {kind: 'site', key}}));
}

function endsEvidence({endedPerSecond, meanWaitNanoseconds}: EndsOfWaits): readonly Evidence[] {
	return [
		rateEvidence('waits that ended here', endedPerSecond, 'waits/s'),
		durationEvidence('mean wait', meanWaitNanoseconds),
	];
}

function growthEvidence(rise: ProcessRise): Evidence {
	return {
		name: 'growth',
		value: rise.growth,
		unit: 'goroutines',
		text: `${formatChange(rise.growth)} goroutines in ${formatMilliseconds(rise.to - rise.from)}`,
	};
}

function shareOfGrowth({site, growth, share}: Grower): Evidence {
	return {
		name: placeOf(site.site),
		value: share,
		unit: 'of 1',
		text: `${formatChange(growth)}, ${formatShare(share)} of the growth`,
	};
}

/**
 * The sites that grew most, at most `sitesNamed`. Growth of the process and of its sites is counted alike: now, less the
 * lowest of the first fifth of the span.
 */
function topGrowers(history: History, rise: ProcessRise): readonly Grower[] {
	const until = rise.from + (rise.to - rise.from) / 5;
	const lowestAtFirst = (series: Series) => windowOf(series, rise.from, until)?.minimum ?? 0;
	let top: {site: SiteHistory; growth: Count}[] = [];
	for (const site of history.sites.values()) {
		const count = site.waiters?.count ?? 0;
		// What is smaller now than the growth of those found so far cannot have grown more; most sites explain nothing.
		const least = top.length < sitesNamed ? leastShare * rise.growth : (top.at(-1)?.growth ?? 0);
		if (count > least) {
			const growth = count - lowestAtFirst(site.waiting);
			top =
				growth > 0 ? [...top, {site, growth}].sort((a, b) => b.growth - a.growth).slice(0, sitesNamed) : top;
		}
	}

	// As of the profile that the sites are of: the heartbeat is a little ahead of it.
	const growth = Math.max(1, history.goroutinesInProfile - lowestAtFirst(history.goroutines));
	return top.map(grower => ({...grower, share: Math.min(1, grower.growth / growth)}));
}

/**
 * As few of them as explain the growth, those that say what for first; none when all of them do not. Several must leave
 * little to others: of six that grow alike, any three are half.
 */
function explainingOf(growers: readonly Grower[], explainedFraction: Fraction): readonly Grower[] {
	let share = 0;
	const last = growers.findIndex((grower, index) => {
		share += grower.share;
		return share >= (index === 0 ? explainedFraction : Math.max(explainedFraction, togetherFraction));
	});
	const isTold = ({site}: Grower) => Number(heldOpenAt(site) !== undefined);
	// What grows nearly as much beside them is part of the same.
	const explaining = growers.filter(
		({share: own}, index) => index <= last || (last >= 0 && own >= besideFraction),
	);
	return explaining.toSorted((a, b) => isTold(b) - isTold(a));
}
