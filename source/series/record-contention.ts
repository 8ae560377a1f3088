import type {ContentionSnapshot, SiteContention} from '../profile/contention-snapshot.ts';
import type {Count, Milliseconds, UnixMilliseconds} from '../profile/units.ts';
import {beginStretch} from './comparable.ts';
import {stepOf} from './counter.ts';
import {emptyContention, type History, type Profiling, type SiteRates} from './history.ts';
import {append, emptySeries, newestCount} from './series.ts';
import {openSiteTable} from './site-table.ts';

/**
 * Adds one block or mutex profile: rates are what its counters did since the reading before.
 *
 * @param countedAt when they came, which can be well before they were read
 */
export function recordContention(
	before: History,
	at: UnixMilliseconds,
	snapshot: ContentionSnapshot,
	countedAt: UnixMilliseconds = at,
): History {
	const which = snapshot.profile;
	if (countedAt <= (before[which].countedAt ?? Number.NEGATIVE_INFINITY)) {
		// No time has passed to have a rate over.
		return before;
	}

	const elapsedMilliseconds = countedAt - (before[which].countedAt ?? countedAt);
	const history = addToSites(before, at, snapshot, elapsedMilliseconds);
	if (history === undefined) {
		// Nothing rescales the block profile, so a lower counter there is another process; the mutex profile of Go up to
		// 1.19 is multiplied by the sampling period of the moment, so it also falls when that changes.
		const marked = beginStretch(
			before,
			at,
			which === 'block' ? 'restart' : 'rate-change',
			`${which} profile counters fell`,
		);
		return recordContention(forgetRates(marked, which), at, snapshot, countedAt);
	}

	const past = before[which];
	const total = elapsedMilliseconds > 0 ? totalStep(before, snapshot, elapsedMilliseconds) : undefined;
	return {
		...history,
		at,
		[which]: {
			...past,
			profiling:
				snapshot.contentions > 0 && past.profiling.state === 'unknown'
					? {state: 'on', period: undefined}
					: past.profiling,
			takenAt: at,
			countedAt,
			listed:
				snapshot.siteCount > snapshot.sites.length
					? new Set(snapshot.sites.map(({site}) => site.key))
					: undefined,
			readings: past.readings + 1,
			contentions: snapshot.contentions,
			delayNanoseconds: snapshot.delayNanoseconds,
			delayPerSecond:
				total === undefined ? past.delayPerSecond : append(past.delayPerSecond, at, total.delay),
			eventsPerSecond:
				total === undefined ? past.eventsPerSecond : append(past.eventsPerSecond, at, total.events),
		},
	};
}

/** Says whether the target records this profile. Another mutex sampling period rescales its history: begin anew. */
export function recordProfiling(
	before: History,
	at: UnixMilliseconds,
	which: ContentionSnapshot['profile'],
	profiling: Profiling,
): History {
	const was = before[which].profiling;
	const changed =
		was.state === 'on' &&
		was.period !== undefined &&
		(profiling.state !== 'on' || profiling.period !== was.period);
	const history = changed
		? forgetRates(beginStretch(before, at, 'rate-change', `${which} sampling rate changed`), which)
		: before;
	return {...history, at, [which]: {...history[which], profiling}};
}

function totalStep(before: History, snapshot: ContentionSnapshot, elapsedMilliseconds: Milliseconds) {
	const past = before[snapshot.profile];
	const delay = stepOf(past.delayNanoseconds, snapshot.delayNanoseconds, elapsedMilliseconds);
	const events = stepOf(past.contentions, snapshot.contentions, elapsedMilliseconds);
	return delay.kind === 'step' && events.kind === 'step'
		? {delay: delay.perSecond, events: events.perSecond}
		: undefined;
}

/** Undefined where a counter has fallen since the reading before. */
function addToSites(
	history: History,
	at: UnixMilliseconds,
	snapshot: ContentionSnapshot,
	elapsedMilliseconds: Milliseconds,
): History | undefined {
	const which = snapshot.profile;
	const before = history[which];
	const isFirst = elapsedMilliseconds === 0;
	if (!isFirst && snapshot.contentions < before.contentions) {
		return undefined;
	}

	const table = openSiteTable(history);
	const {sites} = table;
	for (const cumulative of snapshot.sites) {
		const known = sites.get(cumulative.site.key) ?? table.newSite(cumulative.site, at);
		const past = known.rates[which];
		if (past !== undefined && !isFirst && hasFallen(past, cumulative)) {
			return undefined;
		}

		if (past !== undefined && isAtRest(past, cumulative)) {
			continue;
		}

		// A site that appears between two readings did all its waiting in between. In the first reading, or where the one
		// before had no room for it, who knows when.
		const isComparable = !isFirst && (before.listed?.has(cumulative.site.key) ?? true);
		const rates = isComparable
			? nextRates(past, cumulative, at, elapsedMilliseconds)
			: firstRates(cumulative, past);
		sites.set({
			...known,
			lastSeenAt: rates.last.contentions > 0 ? at : known.lastSeenAt,
			rates: {...known.rates, [which]: rates},
		});
	}

	return table.finish();
}

/** As in the reading before, nothing happened here, and nothing ever has while somebody watched. */
function isAtRest(past: SiteRates, {contentions}: SiteContention): boolean {
	return (
		past.cumulative.contentions === contentions &&
		past.last.elapsedMilliseconds > 0 &&
		newestCount(past.delayPerSecond) === 0
	);
}

function firstRates(cumulative: SiteContention, past?: SiteRates): SiteRates {
	return {
		cumulative,
		delayPerSecond: past?.delayPerSecond ?? emptySeries,
		eventsPerSecond: past?.eventsPerSecond ?? emptySeries,
		last: {contentions: 0, delayNanoseconds: 0, elapsedMilliseconds: 0},
	};
}

function nextRates(
	past: SiteRates | undefined,
	cumulative: SiteContention,
	at: UnixMilliseconds,
	elapsedMilliseconds: Milliseconds,
): SiteRates {
	const contentions: Count = cumulative.contentions - (past?.cumulative.contentions ?? 0);
	const delayNanoseconds = cumulative.delayNanoseconds - (past?.cumulative.delayNanoseconds ?? 0);
	const before = past ?? firstRates(cumulative);
	const last = {contentions, delayNanoseconds, elapsedMilliseconds};
	if (contentions === 0 && newestCount(before.delayPerSecond) === 0) {
		return {...before, cumulative, last};
	}

	return {
		cumulative,
		last,
		delayPerSecond: append(before.delayPerSecond, at, (delayNanoseconds * 1000) / elapsedMilliseconds),
		eventsPerSecond: append(before.eventsPerSecond, at, (contentions * 1000) / elapsedMilliseconds),
	};
}

function hasFallen({cumulative}: SiteRates, {contentions, delayNanoseconds}: SiteContention): boolean {
	return contentions < cumulative.contentions || delayNanoseconds < cumulative.delayNanoseconds;
}

function forgetRates(history: History, which: ContentionSnapshot['profile']): History {
	const {profiling, delayPerSecond, eventsPerSecond} = history[which];
	const table = openSiteTable(history);
	for (const site of history.sites.values()) {
		const {[which]: forgotten, ...rates} = site.rates;
		if (forgotten !== undefined) {
			table.sites.set({...site, rates});
		}
	}

	return {
		...table.finish(),
		[which]: {...emptyContention, profiling, delayPerSecond, eventsPerSecond},
	};
}
