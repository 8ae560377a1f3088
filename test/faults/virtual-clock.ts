import type {Clock} from '../../source/live/clock.ts';
import type {Count, Milliseconds, UnixMilliseconds} from '../../source/profile/units.ts';

/** A clock that stands while the network is at work, and else goes from timer to timer: an hour takes as long as its requests. */
export type VirtualClock = Clock & {
	/** Lets time pass until `milliseconds` are over or `isEnough` holds. */
	readonly pass: (milliseconds: Milliseconds, isEnough?: () => boolean) => Promise<void>;
	/** Time goes on without anybody being called, as for a process that is stopped. */
	readonly skip: (milliseconds: Milliseconds) => void;
	/** Time stands until `work` has settled. */
	readonly holdFor: <Value>(work: Promise<Value>) => Promise<Value>;
	/** Callbacks that are still to come. */
	readonly timers: () => Count;
};

type Timer = {readonly at: UnixMilliseconds; readonly callback: () => void};

export const virtualClock = (start: UnixMilliseconds = Date.UTC(2026, 10, 21, 13, 5, 0)): VirtualClock => {
	let now = start;
	let atWork = 0;
	let rest = () => {};
	const timers = new Set<Timer>();

	const whenAtRest = async () => {
		do {
			if (atWork > 0) {
				await new Promise<void>(resolve => {
					rest = resolve;
				});
			}
			// What has settled may begin more.
			await new Promise(resolve => setImmediate(resolve));
		} while (atWork > 0);
	};

	const nextTimer = (): Timer | undefined => {
		let first: Timer | undefined;
		for (const timer of timers) {
			first = first === undefined || timer.at < first.at ? timer : first;
		}
		return first;
	};

	return {
		now: () => now,
		timers: () => timers.size,
		after: (milliseconds, callback) => {
			const timer = {at: now + Math.max(0, milliseconds), callback};
			timers.add(timer);
			return () => timers.delete(timer);
		},
		pass: async (milliseconds, isEnough = () => false) => {
			const end = now + milliseconds;
			await whenAtRest();
			while (!isEnough()) {
				const next = nextTimer();
				if (next === undefined || next.at > end) {
					now = end;
					return;
				}
				timers.delete(next);
				now = Math.max(now, next.at);
				next.callback();
				await whenAtRest();
			}
		},
		skip: milliseconds => {
			now += milliseconds;
		},
		holdFor: async work => {
			atWork++;
			try {
				return await work;
			} finally {
				atWork--;
				if (atWork === 0) {
					rest();
				}
			}
		},
	};
};
