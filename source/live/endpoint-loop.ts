import type {UnixMilliseconds} from '../profile/units.ts';
import type {Clock} from './clock.ts';

export type Loop = {
	/** Makes a loop that waits look again at when it is due. */
	readonly wake: () => void;
	/** Settles when the loop has ended, with no timer left; rejects with what `run` threw. */
	readonly done: Promise<void>;
};

/**
 * Runs again and again, never twice at a time and never to make up for what was missed, until `signal` fires. `dueAt` is
 * asked anew after each run and each `wake`: it must be in the future after a run; undefined holds still until woken.
 */
export function startLoop({
	clock,
	signal,
	dueAt,
	run,
}: {
	readonly clock: Clock;
	readonly signal: AbortSignal;
	readonly dueAt: () => UnixMilliseconds | undefined;
	readonly run: () => Promise<void>;
}): Loop {
	let wake = () => {};
	const sleep = (until: UnixMilliseconds | undefined) =>
		new Promise<void>(resolve => {
			const cancel = until === undefined ? undefined : clock.after(until - clock.now(), resolve);
			wake = () => {
				cancel?.();
				resolve();
			};
		});
	const repeat = async () => {
		while (!signal.aborted) {
			const due = dueAt();
			if (due === undefined || due > clock.now()) {
				await sleep(due);
			} else {
				await run();
			}
		}
	};

	signal.addEventListener('abort', () => wake(), {once: true});
	return {wake: () => wake(), done: repeat()};
}

/** A loop that fails ends the others; the failure is out when all have ended. */
export async function endTogether(loops: readonly Loop[], stopping: AbortController): Promise<void> {
	const ends = await Promise.allSettled(
		loops.map(loop =>
			loop.done.catch((bug: unknown) => {
				stopping.abort();
				throw bug;
			}),
		),
	);
	for (const end of ends) {
		if (end.status === 'rejected') {
			throw end.reason;
		}
	}
}
