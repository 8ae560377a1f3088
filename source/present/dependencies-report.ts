import type {History} from '../series/history.ts';
import {dependenciesOf} from '../session/dependencies.ts';
import type {WaitingSince} from '../session/waiting-since.ts';
import {isoTime, placeReport} from './report-parts.ts';

/**
 * What goroutines waited for at the end of a watch, for machines; most waiters first. `sinceAtLatest`: somebody waited at
 * the first reading already, so the wait may have begun earlier.
 */
export function dependenciesReport(history: History) {
	return dependenciesOf(history.sites.values(), history).map(
		({kind, name, waiting, changePerMinute, since, rows}) => ({
			kind,
			name,
			waiting,
			changePerMinute: changePerMinute ?? null,
			...sinceReport(since),
			sites: rows.map(row => ({
				id: row.history.id,
				...placeReport(row.history.site),
				waiting: row.waiting ?? null,
				changePerMinute: row.changePerMinute ?? null,
			})),
		}),
	);
}

export function sinceReport(since: WaitingSince | undefined) {
	return {
		since: since === undefined ? null : isoTime(since.at),
		sinceAtLatest: since?.isOlder ?? false,
	};
}
