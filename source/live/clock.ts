import process from 'node:process';
import {
	type Milliseconds,
	maxTimerMilliseconds,
	millisecondsPerSecond,
	type UnixMilliseconds,
} from '../profile/units.ts';

/** Time as the live room sees it. */
export type Clock = {
	/** Never less than what it said before. */
	readonly now: () => UnixMilliseconds;
	/** Calls back once, not before `milliseconds` have passed; the returned function cancels that. */
	readonly after: (milliseconds: Milliseconds, callback: () => void) => () => void;
};

/** The two clocks of the machine: one that is set by hand and by NTP, one that only counts. */
export type ClockSources = {
	readonly wall: () => UnixMilliseconds;
	readonly monotonic: () => Milliseconds;
};

/** NTP corrects less than this; more means that the machine slept, during which the monotonic clock of Linux stands. */
const sleptMilliseconds = 2 * millisecondsPerSecond;

/**
 * Wall time at the start plus what has elapsed since, so that a clock set back cannot reverse the order of events. When
 * the wall clock has run ahead, as after a sleep of the machine, this one follows: what a counter did in that time must
 * not pass for what it did in the two seconds before the lid was closed.
 */
export function systemClock(
	{wall, monotonic}: ClockSources = {wall: () => Date.now(), monotonic: countedMilliseconds},
): Clock {
	let offsetMilliseconds = wall() - monotonic();
	return {
		now() {
			const elapsed = monotonic();
			const aheadMilliseconds = wall() - (offsetMilliseconds + elapsed);
			if (aheadMilliseconds > sleptMilliseconds) {
				offsetMilliseconds += aheadMilliseconds;
			}

			return offsetMilliseconds + elapsed;
		},
		after(milliseconds, callback) {
			const timer = setTimeout(callback, Math.max(0, Math.min(milliseconds, maxTimerMilliseconds)));
			return () => clearTimeout(timer);
		},
	};
}

/** As `performance.now()` counts, whose module takes 1 ms to load before the first frame. */
function countedMilliseconds(): Milliseconds {
	const [seconds, nanoseconds] = process.hrtime();
	return seconds * millisecondsPerSecond + nanoseconds / 1e6;
}
