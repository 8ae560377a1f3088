import type {Fraction, Milliseconds, Nanoseconds} from '../profile/units.ts';
import type {History, SiteHistory} from '../series/history.ts';
import {windowOf} from '../series/window.ts';

/** Whether those who wait at a site get away from it, as the block profile tells. */
export type EndsOfWaits = {
	/**
	 * Of those who wait here, how many do so in waits that end: near 1 when every wait ends, near 0 when hardly any does.
	 * Delay per second is the mean number of goroutines whose waits end (Little's law), so this is that number over all.
	 */
	readonly share: Fraction;
	readonly meanWaitNanoseconds: Nanoseconds;
	readonly endedPerSecond: number;
};

const lately: Milliseconds = 30_000;
/** A queue that grows has more in it than have come through; a site where this share does is none where goroutines are lost. */
const movingFraction: Fraction = 0.25;

/** Over the last half minute. Undefined where block profiling is off or nothing was recorded here. */
export function endsOfWaits({rates, waiting}: SiteHistory, {block}: History): EndsOfWaits | undefined {
	const {takenAt} = block;
	if (rates.block === undefined || takenAt === undefined) {
		return undefined;
	}

	const from = takenAt - lately;
	const delay = windowOf(rates.block.delayPerSecond, from, takenAt);
	const events = windowOf(rates.block.eventsPerSecond, from, takenAt);
	const waiters = windowOf(waiting, from, Number.POSITIVE_INFINITY);
	return delay === undefined || events === undefined || waiters === undefined || events.mean === 0
		? undefined
		: {
				share: Math.min(1, delay.mean / 1e9 / Math.max(1, waiters.mean)),
				meanWaitNanoseconds: delay.mean / events.mean,
				endedPerSecond: events.mean,
			};
}

/** The same where waits here do end: what collects is a queue, or goroutines that wake up again and again. */
export function endingWaits(site: SiteHistory | undefined, history: History): EndsOfWaits | undefined {
	const ends = site === undefined ? undefined : endsOfWaits(site, history);
	return ends !== undefined && ends.share >= movingFraction ? ends : undefined;
}
