import {
	type Count,
	type Fraction,
	type Milliseconds,
	millisecondsPerSecond,
	type UnixMilliseconds,
} from '../profile/units.ts';
import type {TargetEvent} from '../session/event.ts';
import type {Target} from '../target/target.ts';
import type {Clock} from './clock.ts';
import type {Decoder} from './decoder.ts';
import {type Endpoint, type EndpointName, endpoints, isErrand, needsOwnRoot, timeoutOf} from './endpoint.ts';
import {endTogether, type Loop, startLoop} from './endpoint-loop.ts';
import {createErrandDesk, type ErrandSettings} from './errand-desk.ts';
import {createLearner} from './learner.ts';
import {createLossTeller} from './loss-teller.ts';
import {createReader, type Reading} from './reader.ts';
import {createSchedule} from './schedule.ts';
import type {PaceSettings} from './shares.ts';

export type SamplerSettings = PaceSettings &
	ErrandSettings & {
		/** For one request, beside what the target holds it on purpose. */
		readonly timeoutMilliseconds: Milliseconds;
	};

export type Sampler = {
	/** Looks at the settings now, not only when the second is over. */
	readonly wake: () => void;
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
	/** Asked again and again: a change takes effect within a second. The same object as long as nothing has changed. */
	readonly settings: () => SamplerSettings;
	/** 0 to 1. */
	readonly random?: () => Fraction;
};

type Replied = {readonly at: UnixMilliseconds; readonly processesBefore: Count};

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
	const schedule = createSchedule({now, settings, isRegular: name => desk.isRegular(name), random});
	const desk = createErrandDesk({now, settings, pacedAt: schedule.dueAt});
	const learner = createLearner({tell, now, schedule, desk});
	const lose = createLossTeller({tell, now, schedule, desk, learner});
	const read = createReader(target, decoder, signal);
	let aliveAt: UnixMilliseconds | undefined;
	/** When a turn last ended, well or badly: the heartbeat may only have waited for it. */
	let busyUntil: UnixMilliseconds = 0;
	let hasTriedGoroutines = false;

	const isHeld = (name: EndpointName): boolean => {
		if (name === 'index') {
			return false;
		}

		const isTooEarly = needsOwnRoot(name) && !hasTriedGoroutines;
		const isUnwanted = isErrand(name)
			? desk.dueAt(name) === undefined
			: name === 'block-probe' && learner.blockIsOn();
		return aliveAt === undefined || isTooEarly || isUnwanted;
	};
	const dueAt = (name: EndpointName): UnixMilliseconds | undefined => {
		if (isHeld(name)) {
			return undefined;
		}

		return isErrand(name) ? desk.dueAt(name) : schedule.dueAt(name);
	};
	const ask = async (endpoint: Endpoint) => {
		const {name} = endpoint;
		const timeout = timeoutOf(endpoint, settings().timeoutMilliseconds, learner.goroutines());
		let replied: Replied = {at: now(), processesBefore: learner.processesBefore()};
		const reading = await read(endpoint, timeout, {
			mayStart: () => !isHeld(name),
			onStart() {
				schedule.began(name);
				if (isErrand(name)) {
					desk.take(name);
				}
			},
			onReply: ({ok, elapsedMilliseconds}) => {
				replied = {at: now(), processesBefore: learner.processesBefore()};
				busyUntil = name === 'index' ? busyUntil : now();
				if (ok || name !== 'index') {
					schedule.charge(name, elapsedMilliseconds, ok);
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
				gain(name, reading, replied);
			} else {
				if (name === 'index') {
					aliveAt = undefined;
				}

				lose(name, reading.failure);
			}

			if (name === 'goroutine') {
				desk.beginProcess();
			}
		}
	};

	const gain = (
		name: EndpointName,
		{digest, skipped, elapsedMilliseconds}: Extract<Reading, {ok: true}>,
		replied: Replied,
	) => {
		schedule.succeeded(digest.kind);
		if (replied.processesBefore !== learner.processesBefore() && !isErrand(name)) {
			// While it was read, its process was found to be gone; of the new one all is asked again already.
			return;
		}

		if (skipped > 0) {
			tell({type: 'skipped', at: now(), skipped});
		}

		if (digest.kind === 'index') {
			const maxSilence = Math.max(5 * settings().intervalMilliseconds, leastGapMilliseconds);
			if (aliveAt === undefined || now() - Math.max(aliveAt, busyUntil) > maxSilence) {
				schedule.hurryAll();
			}

			aliveAt = now();
		}

		learner.learn(digest, {at: replied.at, elapsedMilliseconds});
	};

	const loops: Loop[] = [];
	const wakeAll = () => {
		for (const loop of loops) {
			loop.wake();
		}
	};
	let nextTickAt = nextSecond(now());
	for (const endpoint of endpoints) {
		const run = async () => {
			await ask(endpoint);
			wakeAll();
		};
		loops.push(startLoop({clock, signal, dueAt: () => dueAt(endpoint.name), run}));
	}

	const tick = async () => {
		nextTickAt = nextSecond(now());
		tell({type: 'ticked', at: now()});
		if (desk.endIsNear()) {
			schedule.hurry('dump');
		}

		// The settings may have changed, and with them when each is due.
		wakeAll();
	};
	loops.push(startLoop({clock, signal, dueAt: () => nextTickAt, run: tick}));

	const done = endTogether(loops, stopping);
	return {
		done,
		wake: wakeAll,
		async stop() {
			stopping.abort();
			await Promise.allSettled([done]);
		},
	};
}

function nextSecond(now: UnixMilliseconds): UnixMilliseconds {
	return (Math.floor(now / millisecondsPerSecond) + 1) * millisecondsPerSecond;
}
