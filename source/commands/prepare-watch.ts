import type {DetectorSettings} from '../detectors/settings.ts';
import {type Clock, systemClock} from '../live/clock.ts';
import type {SamplerSettings} from '../live/sampler.ts';
import {createStore, type Store} from '../live/store.ts';
import {type Count, type Fraction, type Milliseconds, millisecondsPerMinute} from '../profile/units.ts';
import type {SessionEvent} from '../session/event.ts';
import type {Look} from '../session/look.ts';
import {reduce} from '../session/reduce.ts';
import {
	type ErrandMode,
	type ErrandName,
	newSession,
	type Session,
	type TargetIdentity,
} from '../session/session.ts';
import type {OpenedTarget} from '../target/http-target.ts';
import type {Ending} from './ending.ts';

/** What a watch needs to know, whatever is then done with it. */
export type WatchOptions = {
	/** Opens the target. Called after the first frame: it loads what the network needs. */
	readonly open: (now: Clock['now']) => Promise<OpenedTarget>;
	/** What to show for the target, and what to be wary of. */
	readonly target: Pick<TargetIdentity, 'address' | 'caution'>;
	readonly intervalMilliseconds: Milliseconds;
	readonly timeoutMilliseconds: Milliseconds;
	readonly budgetFraction: Fraction;
	readonly detectors: DetectorSettings;
	/** Who may ask for a dump and for a leak profile, and from how many goroutines on no dump is taken by itself. */
	readonly errands: {readonly [name in ErrandName]: ErrandMode};
	readonly dumpLimitGoroutines: Count;
	/** How long the watch lasts, where that is known: what is taken regularly comes often enough for it to matter. */
	readonly lastsMilliseconds: Milliseconds | undefined;
	readonly ascii: boolean;
	readonly look: Partial<Look>;
	/** The module that decodes big profiles off the main thread: the bundle itself. */
	readonly workerUrl: URL | undefined;
};

/** The target cannot even be tried: a file that is not there, a proxy that makes no sense. */
export type Unusable = {readonly kind: 'unusable'; readonly sentence: string};

/** A target being watched: everything known of it is in `store`. */
export type Watch = {
	readonly store: Store<Session, SessionEvent>;
	readonly clock: Clock;
	/**
	 * Opens the target and begins to poll; what comes of polling arrives in `store`. Says why when it cannot, and never
	 * rejects: who only waits for the end would miss it, with the screen still up.
	 */
	readonly start: () => Promise<Unusable | Extract<Ending, {kind: 'crash'}> | undefined>;
	/** Ends polling and closes everything. A target that is still being opened is closed as soon as it is open. */
	readonly stop: () => Promise<void>;
};

/** Puts a watch together. Nothing goes over the network, and no network code is loaded, before `start`. */
export function prepareWatch(options: WatchOptions): Watch {
	const clock = systemClock();
	const {intervalMilliseconds, timeoutMilliseconds, budgetFraction, detectors, ascii} = options;
	const {errands, dumpLimitGoroutines, lastsMilliseconds} = options;
	const endsAt = lastsMilliseconds === undefined ? undefined : clock.now() + lastsMilliseconds;
	const leaksIntervalMilliseconds = lastsMilliseconds === undefined ? undefined : millisecondsPerMinute;
	const session = newSession(
		clock.now(),
		options.target,
		{
			intervalMilliseconds,
			budgetFraction,
			detectors,
			errands,
			dumpLimitGoroutines,
			ascii,
			utcOffsetMilliseconds: -new Date(clock.now()).getTimezoneOffset() * 60_000,
		},
		options.look,
	);
	const store = createStore(session, reduce);
	const closing: (() => Promise<void>)[] = [];
	let isStopped = false;

	const start = async (): Promise<Unusable | undefined> => {
		const [opened, {createDecoder, startSampler, tidyHeapRegularly}] = await Promise.all([
			options.open(clock.now),
			import('./after-first-frame.ts'),
		]);
		if (!opened.ok) {
			return {kind: 'unusable', sentence: opened.sentence};
		}

		if (isStopped) {
			await opened.target.close();
			return undefined;
		}

		const decoder = createDecoder({workerUrl: options.workerUrl, clock});
		const sampler = startSampler({
			target: opened.target,
			clock,
			decoder,
			dispatch: store.dispatch,
			settings: samplerSettings(store, {timeoutMilliseconds, endsAt, leaksIntervalMilliseconds}),
		});
		const unsubscribe = wakeForErrands(store, sampler.wake);
		const stopTidying = tidyHeapRegularly(clock);
		closing.push(
			async () => unsubscribe(),
			async () => stopTidying(),
			sampler.stop,
			decoder.close,
			opened.target.close,
		);
		return undefined;
	};

	return {
		store,
		clock,
		start: () => start().catch((error: unknown) => ({kind: 'crash', error})),
		stop: async () => {
			isStopped = true;
			for (const close of closing.splice(0)) {
				await close();
			}
		},
	};
}

/** What a person asks for should begin at once, not when the second is over. */
function wakeForErrands(store: Store<Session, SessionEvent>, wake: () => void): () => void {
	let known = store.getSnapshot().errands;
	return store.subscribe(() => {
		const {errands} = store.getSnapshot();
		if (errands !== known) {
			known = errands;
			wake();
		}
	});
}

/** What the sampler is to do, made anew only when the session says something else. */
function samplerSettings(
	store: Watch['store'],
	fixed: Pick<SamplerSettings, 'timeoutMilliseconds' | 'endsAt' | 'leaksIntervalMilliseconds'>,
): () => SamplerSettings {
	let made: SamplerSettings | undefined;
	let madeFrom: Pick<Session, 'settings' | 'errands'> | undefined;
	return () => {
		const {settings, errands} = store.getSnapshot();
		if (made === undefined || settings !== madeFrom?.settings || errands !== madeFrom.errands) {
			const {intervalMilliseconds, budgetFraction, dumpLimitGoroutines, errands: modes} = settings;
			made = {...fixed, intervalMilliseconds, budgetFraction, dumpLimitGoroutines, errands, modes};
			madeFrom = {settings, errands};
		}

		return made;
	};
}
