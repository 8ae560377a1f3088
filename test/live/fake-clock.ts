import type {Clock} from '../../source/live/clock.ts';
import type {Count, Milliseconds, UnixMilliseconds} from '../../source/profile/units.ts';

export type FakeClock = Clock & {
	/** Lets time pass: whatever becomes due is called in order, and what it starts settles before the next. */
	readonly advance: (milliseconds: Milliseconds) => Promise<void>;
	/** Callbacks that are still to come. */
	readonly timers: () => Count;
};

/** A clock that stands still unless told. */
export function fakeClock(start: UnixMilliseconds = 1_700_000_000_000): FakeClock {
	let now = start;
	const timers = new Set<{readonly at: UnixMilliseconds; readonly callback: () => void}>();

	return {
		now: () => now,
		after(milliseconds, callback) {
			const timer = {at: now + milliseconds, callback};
			timers.add(timer);
			return () => timers.delete(timer);
		},
		async advance(milliseconds) {
			const end = now + milliseconds;
			await settle();
			for (;;) {
				const [next] = [...timers].sort((a, b) => a.at - b.at);
				if (next === undefined || next.at > end) {
					break;
				}

				timers.delete(next);
				now = Math.max(now, next.at);
				next.callback();
				await settle();
			}

			now = end;
		},
		timers: () => timers.size,
	};
}

/** Until every promise that can settle by itself has. */
function settle(): Promise<void> {
	return new Promise(resolve => setImmediate(resolve));
}
