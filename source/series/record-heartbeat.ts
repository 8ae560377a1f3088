import {fallenProfile, type IndexPage} from '../profile/index-page.ts';
import type {Milliseconds, UnixMilliseconds} from '../profile/units.ts';
import {beginStretch} from './comparable.ts';
import type {History} from './history.ts';
import {append} from './series.ts';

/** Serving our request takes a connection's goroutine and a reader that waits for us to hang up. */
const observersOfHeartbeat = 2;

/** Adds one reading of the index page. */
export function recordHeartbeat(
	before: History,
	at: UnixMilliseconds,
	index: IndexPage,
	pollMilliseconds: Milliseconds,
): History {
	const fallen = fallenProfile(before.index, index);
	let history = before;
	if (fallen !== undefined) {
		history = beginStretch(
			history,
			at,
			'restart',
			`another process answers: fewer ${fallen} records than before`,
		);
	} else if (wasGone(history)) {
		// A tunnel that broke refuses like a process that ended: what it counted since its start will tell.
		const canTell = history.memory.stats?.pauses[0] !== undefined;
		history = canTell
			? beginStretch(history, at, 'gap', 'nothing listened for a while')
			: beginStretch(history, at, 'restart', 'nothing listened for a while: another process answers');
		history = {...history, watch: {...history.watch, isProcessInDoubt: canTell}};
	} else if (isGap(history, at)) {
		history = beginStretch(history, at, 'gap', 'no data for a while');
	}

	const goroutines = index.counts.get('goroutine');
	const threads = index.counts.get('threadcreate');
	return {
		...history,
		at,
		index,
		goroutines:
			goroutines === undefined
				? history.goroutines
				: append(history.goroutines, at, Math.max(1, goroutines - observersOfHeartbeat)),
		threads: threads === undefined ? history.threads : append(history.threads, at, threads),
		watch: {...history.watch, lastGoodAt: at, pollMilliseconds, failure: undefined},
	};
}

/** A port that refused connections has lost its process, or the tunnel to it. */
function wasGone({watch}: History): boolean {
	return watch.lastGoodAt !== undefined && watch.failure?.failure.kind === 'refused';
}

/** A silence of five intervals and at least ten seconds: less than that is jitter. */
function isGap({watch}: History, at: UnixMilliseconds): boolean {
	return (
		watch.lastGoodAt !== undefined && at - watch.lastGoodAt > Math.max(5 * watch.intervalMilliseconds, 10_000)
	);
}
