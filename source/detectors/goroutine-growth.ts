import {formatChange, formatCount, formatMilliseconds, formatShare} from '../profile/quantity.ts';
import type {Count, Fraction} from '../profile/units.ts';
import type {History, SiteHistory} from '../series/history.ts';
import type {Series} from '../series/series.ts';
import {windowOf} from '../series/window.ts';
import {type Advice, adviceFor, stateWords} from './advice.ts';
import {type Detector, type Evidence, found, tooEarly} from './detector.ts';
import {countEvidence, placeOf, rateEvidence} from './evidence.ts';
import {type ProcessRise, processRise} from './process-rise.ts';

type Explanation = {readonly site: SiteHistory; readonly growth: Count; readonly share: Fraction};

const noSiteStandsOut: Advice = {
	shortStep: 'compare sites by Δ/min',
	nextStep: 'Sort the Sites view by Δ/min: the growth is spread over several sites.',
};

/** The number of goroutines keeps rising. Names the site that explains most of it, and speaks for that site's growth. */
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

		const top = topGrower(history, rise);
		const explained = top !== undefined && top.share >= rule.explainedFraction ? top : undefined;
		return found({
			subject: {kind: 'process'},
			severity: 'warning',
			headline: headlineOf(rise, explained),
			why: 'Goroutines arrive faster than they leave, even in the quietest moments: memory and collection time grow until the process fails.',
			...(explained === undefined ? noSiteStandsOut : adviceFor(explained.site.site.kind)),
			confidence: rise.confidence,
			evidence: [
				countEvidence('goroutines now', rise.latest, 'goroutines'),
				growthEvidence(rise),
				rateEvidence('pace', rise.perMinute, 'goroutines/min'),
				...(top === undefined ? [] : [shareOfGrowth(top)]),
			],
			since: rise.from,
			stack: explained?.site.waiters?.groups[0]?.stack,
			sites: top === undefined ? [] : [top.site.site.key],
			absorbs:
				explained === undefined
					? []
					: [{detector: 'site-growth', subject: {kind: 'site', key: explained.site.site.key}}],
		});
	},
};

function headlineOf(rise: ProcessRise, explained: Explanation | undefined): string {
	if (rise.comparison !== undefined) {
		return `${formatCount(rise.latest)} goroutines, ${rise.comparison}`;
	}

	const pace = `${formatChange(rise.perMinute)}/min`;
	if (explained === undefined) {
		return `${formatCount(rise.latest)} goroutines, ${pace}, no site stands out`;
	}

	const {site, share} = explained;
	const waiting = `${formatCount(site.waiters?.count ?? 0)} ${stateWords(site.site.kind)}`;
	return `${waiting}, ${pace}, ${formatShare(share)} of all growth`;
}

function growthEvidence(rise: ProcessRise): Evidence {
	return {
		name: 'growth',
		value: rise.growth,
		unit: 'goroutines',
		text: `${formatChange(rise.growth)} goroutines in ${formatMilliseconds(rise.to - rise.from)}`,
	};
}

function shareOfGrowth({site, growth, share}: Explanation): Evidence {
	return {
		name: placeOf(site.site),
		value: share,
		unit: 'of 1',
		text: `${formatChange(growth)}, ${formatShare(share)} of the growth`,
	};
}

/** Growth of the process and of its sites is counted alike: now, less the lowest of the first fifth of the span. */
function topGrower(history: History, rise: ProcessRise): Explanation | undefined {
	const until = rise.from + (rise.to - rise.from) / 5;
	const lowestAtFirst = (series: Series) => windowOf(series, rise.from, until)?.minimum ?? 0;
	let top: {site: SiteHistory; growth: Count} | undefined;
	for (const site of history.sites.values()) {
		const count = site.waiters?.count ?? 0;
		// What is smaller now than the best growth so far cannot have grown more.
		if (count > (top?.growth ?? 0)) {
			const growth = count - lowestAtFirst(site.waiting);
			top = growth > (top?.growth ?? 0) ? {site, growth} : top;
		}
	}

	// As of the profile that the sites are of: the heartbeat is a little ahead of it.
	const growth = Math.max(1, history.goroutinesInProfile - lowestAtFirst(history.goroutines));
	return top && {...top, share: Math.min(1, top.growth / growth)};
}
