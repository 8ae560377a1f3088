import type {Failure} from '../profile/failure.ts';
import {
	type Fraction,
	type Milliseconds,
	millisecondsPerSecond,
	type UnixMilliseconds,
} from '../profile/units.ts';
import type {TargetEvent} from '../session/event.ts';
import type {Target} from '../target/target.ts';
import type {Clock} from './clock.ts';
import type {Decoder} from './decoder.ts';
import {type Endpoint, type EndpointName, endpoints} from './endpoint.ts';
import {type Loop, startLoop} from './endpoint-loop.ts';
import {createLearner, restMilliseconds} from './learner.ts';
import {createReader, type Reading} from './reader.ts';
import {createSchedule, type SamplerSettings} from './schedule.ts';

export type Sampler = {
	/** Aborts what is under way. Once it has settled, nothing is dispatched any more and no timer is left. */
	readonly stop: () => Promise<void>;
	/** Settles when the sampler has ended; rejects with the bug that ended it. */
	readonly done: Promise<void>;
};

export type SamplerParts = {
	readonly target: Target;
	readonly clock: Clock;
	readonly decoder: Decoder;
	readonly dispatch: (event: TargetEvent) => void;
	/** Asked again and again: a change takes effect within a second. */
	readonly settings: () => SamplerSettings;
	/** 0 to 1. */
	readonly random?: () => Fraction;
};

/** A silence of five intervals and at least this is a gap: what was read before it is old. */
const leastGapMilliseconds: Milliseconds = 10_000;

/**
 * Polls a target and tells what it reads as events, in one loop per endpoint. The heartbeat (the index page) decides
 * whether the target is there: while it fails, all else holds still, and when it is back, all is read again at once, as
 * far as the budget allows. Whatever a target can do comes out as an event; only bugs reject `done`.
 */
export function startSampler({
	target,
	clock,
	decoder,
	dispatch,
	settings,
	random = Math.random,
}: SamplerParts): Sampler {
	const stopping = new AbortController();
	const {signal} = stopping;
	const {now} = clock;
	const tell = (event: TargetEvent) => {
		if (!signal.aborted) {
			dispatch(event);
		}
	};
	const schedule = createSchedule({now, settings, random});
	const learner = createLearner({tell, now, schedule});
	const read = createReader(target, decoder, signal);
	let aliveAt: UnixMilliseconds | undefined;
	let hasTriedGoroutines = false;

	const isHeld = (name: EndpointName): boolean => {
		if (name === 'index') {
			return false;
		}

		// What a site is depends on where the people's own code is, and that the goroutine profile tells.
		const isTooEarly =
			(name === 'block' || name === 'mutex' || name === 'block-probe') && !hasTriedGoroutines;
		return aliveAt === undefined || isTooEarly || (name === 'block-probe' && learner.blockIsOn());
	};
	const ask = async (endpoint: Endpoint) => {
		const {name, heldMilliseconds} = endpoint;
		const reading = await read(endpoint, settings().timeoutMilliseconds + heldMilliseconds, {
			mayStart: () => !isHeld(name),
			onStart: () => schedule.began(name),
			onReply: ({ok, elapsedMilliseconds}) => {
				if (ok || name !== 'index') {
					schedule.charge(name, elapsedMilliseconds);
				} else {
					// At once: the next may be in line already.
					aliveAt = undefined;
				}
			},
			ownRoot: learner.ownRoot,
		});
		if (reading !== undefined) {
			hasTriedGoroutines ||= name === 'goroutine';
			if (reading.ok) {
				gain(reading);
			} else {
				lose(name, reading.failure);
			}
		}
	};

	const gain = ({digest, skipped, elapsedMilliseconds}: Extract<Reading, {ok: true}>) => {
		schedule.succeeded(digest.kind);
		if (skipped > 0) {
			tell({type: 'skipped', at: now(), skipped});
		}

		if (digest.kind === 'index') {
			const maxSilence = Math.max(5 * settings().intervalMilliseconds, leastGapMilliseconds);
			if (aliveAt === undefined || now() - aliveAt > maxSilence) {
				schedule.hurryAll();
			}

			aliveAt = now();
		}

		learner.learn(digest, elapsedMilliseconds);
	};

	const lose = (name: EndpointName, failure: Failure) => {
		if (name === 'metrics') {
			// Most programs have none where we look.
			schedule.rest(name, restMilliseconds);
			return;
		}

		const contention = contentionOf(name);
		if (contention !== undefined && failure.kind === 'no-such-profile') {
			schedule.rest(name, restMilliseconds);
			tell({type: 'profiling-known', at: now(), profile: contention, profiling: {state: 'missing'}});
			return;
		}

		const nextTryAt = schedule.failed(name, failure);
		if (name === 'index') {
			aliveAt = undefined;
			if (failure.kind === 'refused') {
				// Nobody is there: whoever answers next is another process.
				learner.forgetProcess();
			}

			tell({type: 'read-failed', at: now(), failure, nextTryAt});
		} else if (name !== 'mutex-header' && name !== 'block-probe') {
			tell({type: 'profile-failed', at: now(), profile: name, failure, nextTryAt});
		}
	};

	const loops: Loop[] = [];
	const wakeAll = () => {
		for (const loop of loops) {
			loop.wake();
		}
	};
	let nextTickAt = nextSecond(now());
	for (const endpoint of endpoints) {
		const dueAt = () => (isHeld(endpoint.name) ? undefined : schedule.dueAt(endpoint.name));
		const run = async () => {
			await ask(endpoint);
			wakeAll();
		};
		loops.push(startLoop({clock, signal, dueAt, run}));
	}

	const tick = async () => {
		nextTickAt = nextSecond(now());
		tell({type: 'ticked', at: now()});
		// The settings may have changed, and with them when each is due.
		wakeAll();
	};
	loops.push(startLoop({clock, signal, dueAt: () => nextTickAt, run: tick}));

	const done = endTogether(loops, stopping);
	return {
		done,
		async stop() {
			stopping.abort();
			await Promise.allSettled([done]);
		},
	};
}

function nextSecond(now: UnixMilliseconds): UnixMilliseconds {
	return (Math.floor(now / millisecondsPerSecond) + 1) * millisecondsPerSecond;
}

function contentionOf(name: EndpointName): 'block' | 'mutex' | undefined {
	if (name === 'block' || name === 'block-probe') {
		return 'block';
	}

	return name === 'mutex' || name === 'mutex-header' ? 'mutex' : undefined;
}

/** A loop that fails ends the others; the failure is out when all have ended. */
async function endTogether(loops: readonly Loop[], stopping: AbortController): Promise<void> {
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
