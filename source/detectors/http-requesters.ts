import type {Count} from '../profile/units.ts';
import type {History, SiteHistory} from '../series/history.ts';
import {latest} from '../series/series.ts';
import type {Advice} from './advice.ts';
import type {Evidence} from './detector.ts';
import {placeOf} from './evidence.ts';
import {openBody} from './held-open.ts';

const shownCount: Count = 3;

/**
 * The places that make HTTP requests, as the block profile saw them wait for an answer; most of them first. Once the
 * answer is there no stack tells whose request a connection belongs to: it is one of these.
 */
export function requestersOf(history: History): readonly Evidence[] {
	// How many is not said: of waits shorter than its rate the block profile records a few, each for many.
	return busiest(history).map(({site: {site}}) => ({
		name: 'requests are made at',
		value: 1,
		unit: 'place',
		text: placeOf(site),
	}));
}

/** Where to begin to look for the body that is not closed. */
export function openBodyAdvice(history: History): Advice {
	const [first] = busiest(history);
	const {shortStep, nextStep} = openBody.advice;
	return {
		shortStep,
		nextStep:
			first === undefined
				? nextStep
				: `${nextStep} Begin at ${placeOf(first.site.site)}, which makes most requests.`,
	};
}

function busiest(history: History) {
	return history.sites
		.values()
		.filter(isRequester)
		.map(site => ({site, rate: rateOf(site)}))
		.toSorted((a, b) => b.rate - a.rate)
		.slice(0, shownCount);
}

function isRequester({site, rates}: SiteHistory): boolean {
	return (
		(site.origin === 'own' || site.origin === 'library') &&
		rates.block?.cumulative.stacks[0]?.stack.some(
			({functionName}) => functionName === 'net/http.(*persistConn).roundTrip',
		) === true
	);
}

function rateOf({rates}: SiteHistory): number {
	return rates.block === undefined ? 0 : (latest(rates.block.eventsPerSecond)?.value ?? 0);
}
