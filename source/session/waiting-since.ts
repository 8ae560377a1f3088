import type {UnixMilliseconds} from '../profile/units.ts';
import type {History, SiteHistory} from '../series/history.ts';
import {earliestAt, visitPoints} from '../series/series.ts';

/** `isOlder`: somebody waited at the very first reading already, so the wait may have begun before it. */
export type WaitingSince = {readonly at: UnixMilliseconds; readonly isOlder: boolean};

type Span = {readonly from: UnixMilliseconds; readonly to: UnixMilliseconds};

/** Since when at least one goroutine has been waiting at one of these sites in every reading; undefined: none does now. */
export function waitingSince(sites: readonly SiteHistory[], history: History): WaitingSince | undefined {
	const from = stretchBegan(history);
	const spans = sites.flatMap(site => spansOf(site, from)).sort((a, b) => b.to - a.to);
	let since = Number.POSITIVE_INFINITY;
	for (const span of spans) {
		if (span.to < since) {
			break;
		}

		since = Math.min(since, span.from);
	}

	return since === Number.POSITIVE_INFINITY
		? undefined
		: {at: since, isOlder: since <= firstReadingAt(history, from)};
}

/** What nobody saw is no proof of waiting: a gap ends all that was before it. */
function stretchBegan({marks, beganAt}: History): UnixMilliseconds {
	return marks.findLast(({kind}) => kind !== 'rate-change')?.at ?? beganAt;
}

/** The times during which somebody waited: up to the reading in which nobody did, without an end while somebody does. */
function spansOf(site: SiteHistory, since: UnixMilliseconds): readonly Span[] {
	const spans: Span[] = [];
	let from: UnixMilliseconds | undefined;
	visitPoints(site.waiting, since, Number.POSITIVE_INFINITY, (at, value) => {
		if (value > 0) {
			from ??= at;
		} else if (from !== undefined) {
			spans.push({from, to: at});
			from = undefined;
		}
	});
	if (from !== undefined) {
		spans.push({from, to: Number.POSITIVE_INFINITY});
	}

	return spans;
}

/** Every known site has a point in each reading, so the one known longest tells when the first came. */
function firstReadingAt({sites}: History, since: UnixMilliseconds): UnixMilliseconds {
	let oldest: SiteHistory | undefined;
	let oldestAt = Number.POSITIVE_INFINITY;
	for (const site of sites.values()) {
		const at = earliestAt(site.waiting) ?? Number.POSITIVE_INFINITY;
		if (at < oldestAt) {
			oldestAt = at;
			oldest = site;
		}
	}

	let first = Number.NEGATIVE_INFINITY;
	if (oldest !== undefined) {
		visitPoints(oldest.waiting, since, Number.POSITIVE_INFINITY, at => {
			first = first === Number.NEGATIVE_INFINITY ? at : first;
		});
	}

	return first;
}
