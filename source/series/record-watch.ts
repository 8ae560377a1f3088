import type {Failure} from '../profile/failure.ts';
import type {Count, UnixMilliseconds} from '../profile/units.ts';
import type {History, WatchHealth} from './history.ts';

/** Notes that the target could not be read; what was known stays. */
export function recordFailure(
	history: History,
	at: UnixMilliseconds,
	failure: Failure,
	nextTryAt: UnixMilliseconds | undefined,
): History {
	const since = history.watch.failure?.since ?? at;
	return {...history, at, watch: {...history.watch, failure: {failure, since, nextTryAt}}};
}

/** Notes what polling costs and how it is paced. */
export function recordPace(
	history: History,
	at: UnixMilliseconds,
	pace: Pick<WatchHealth, 'intervalMilliseconds' | 'costFraction' | 'slowedTo'>,
): History {
	return {...history, at, watch: {...history.watch, ...pace}};
}

/** Counts records that a decoder did not understand. */
export function recordSkipped(history: History, skipped: Count): History {
	return skipped === 0
		? history
		: {...history, watch: {...history.watch, skipped: history.watch.skipped + skipped}};
}
