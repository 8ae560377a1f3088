import type {Clock} from '../../source/live/clock.ts';
import type {Count, Milliseconds, UnixMilliseconds} from '../../source/profile/units.ts';

/** A clock that stands while there is work, and else goes from timer to timer, as fast as the machine can. */
export type SoakClock = Clock & {
	readonly pass: (milliseconds: Milliseconds) => Promise<void>;
	/** Time stands until `work` has settled. */
	readonly holdFor: <Value>(work: Promise<Value>) => Promise<Value>;
	/** Callbacks that are still to come. */
	readonly timers: () => Count;
};

export function soakClock(start: UnixMilliseconds): SoakClock {
	const timers = new Set<{readonly at: UnixMilliseconds; readonly callback: () => void}>();
	let now = start;
	let atWork = 0;
	let rested = () => {};

	const whenAtRest = async () => {
		do {
			if (atWork > 0) {
				await new Promise<void>(resolve => {
					rested = resolve;
				});
			}

			// What has settled may begin more.
			await new Promise(resolve => setImmediate(resolve));
		} while (atWork > 0);
	};
	const next = () => {
		let first: {readonly at: UnixMilliseconds; readonly callback: () => void} | undefined;
		for (const timer of timers) {
			first = first === undefined || timer.at < first.at ? timer : first;
		}

		return first;
	};

	return {
		now: () => now,
		timers: () => timers.size,
		after(milliseconds, callback) {
			const timer = {at: now + Math.max(0, milliseconds), callback};
			timers.add(timer);
			return () => timers.delete(timer);
		},
		async pass(milliseconds) {
			const end = now + milliseconds;
			await whenAtRest();
			for (let timer = next(); timer !== undefined && timer.at <= end; timer = next()) {
				timers.delete(timer);
				now = Math.max(now, timer.at);
				timer.callback();
				await whenAtRest();
			}

			now = end;
		},
		async holdFor(work) {
			atWork++;
			try {
				return await work;
			} finally {
				atWork--;
				if (atWork === 0) {
					rested();
				}
			}
		},
	};
}
