import {formatCount} from '../profile/quantity.ts';
import type {Count} from '../profile/units.ts';
import type {SiteHistory} from '../series/history.ts';
import type {Advice} from './advice.ts';

/** Something that the program opened and has not closed yet. */
export type HeldOpen = {readonly one: string; readonly many: string; readonly advice: Advice};

const rows: HeldOpen = {
	one: 'sql.Rows open',
	many: 'sql.Rows open',
	advice: {
		shortStep: 'close the rows',
		nextStep:
			'Find the query whose rows some path leaves open: defer rows.Close() right after the error check. Each keeps its connection until then.',
	},
};

const transaction: HeldOpen = {
	one: 'sql.Tx open',
	many: 'sql.Tx open',
	advice: {
		shortStep: 'end the transactions',
		nextStep:
			'Find the transaction that some path neither commits nor rolls back: defer tx.Rollback() right after Begin. Each keeps its connection until then.',
	},
};

export const openBody: HeldOpen = {
	one: 'HTTP response body open',
	many: 'HTTP response bodies open',
	advice: {
		shortStep: 'close response bodies',
		nextStep:
			'Find the request whose response body some path does not close: defer resp.Body.Close() right after the error check.',
	},
};

// The standard library keeps a goroutine for each of them, in a select, until the program closes it.
const keepers: ReadonlyMap<string, HeldOpen> = new Map([
	['net/http.(*persistConn).readLoop', openBody],
	['database/sql.(*Rows).awaitDone', rows],
	['database/sql.(*Tx).awaitDone', transaction],
]);

/** What the goroutines at a site wait to see closed: by the program itself, not by anybody outside. */
export function heldOpenAt({site, waiters}: SiteHistory): HeldOpen | undefined {
	return site.kind === 'select' && waiters?.context.isIdle !== true
		? keepers.get(site.frame.functionName)
		: undefined;
}

/** `205 sql.Rows open` */
export function heldOpenText({one, many}: HeldOpen, count: Count): string {
	return `${formatCount(count)} ${count === 1 ? one : many}`;
}
