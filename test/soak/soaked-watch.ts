import {awaitEnding} from '../../source/commands/ending.ts';
import {tidyHeapRegularly} from '../../source/commands/tidy-heap.ts';
import {defaultSettings} from '../../source/detectors/settings.ts';
import {createDecoder} from '../../source/live/decoder.ts';
import {startSampler} from '../../source/live/sampler.ts';
import {createStore} from '../../source/live/store.ts';
import {type Milliseconds, millisecondsPerMinute} from '../../source/profile/units.ts';
import {reduce} from '../../source/session/reduce.ts';
import {newSession} from '../../source/session/session.ts';
import type {Target} from '../../source/target/target.ts';
import {painter} from '../../source/views/colours.ts';
import {openScreen} from '../../source/views/open-screen.tsx';
import type {VirtualClock} from '../faults/virtual-clock.ts';
import type {Random} from '../fuzz/random.ts';
import {fakeTerminal} from './fake-terminal.ts';
import {openLocalTarget} from './open-local-target.ts';
import type {Deed} from './person.ts';

export type SoakedWatchPlan = {
	readonly intervalMilliseconds: Milliseconds;
	readonly workerUrl: URL;
	/** In this much time there is hardly more than a frame for each second of the program's: most of them would be lost. */
	readonly frameEveryMilliseconds: Milliseconds;
};

/** A request that is not answered is waited for this long in real time, and for its timeout in the program's. */
const realTimeoutMilliseconds: Milliseconds = 1000;

function atIntervals(milliseconds: Milliseconds, clock: VirtualClock, call: () => void): () => void {
	let calledAt = 0;
	return () => {
		if (clock.now() - calledAt >= milliseconds) {
			calledAt = clock.now();
			call();
		}
	};
}

/** What the program is made of, put together around a clock that does not wait. */
export async function startSoakedWatch(
	plan: SoakedWatchPlan,
	clock: VirtualClock,
	port: number,
	random: Random,
) {
	const ending = awaitEnding();
	const terminal = fakeTerminal();
	let events = 0;
	const store = createStore(
		newSession(
			clock.now(),
			{address: `127.0.0.1:${port}`, caution: undefined},
			{
				intervalMilliseconds: plan.intervalMilliseconds,
				budgetFraction: 0.01,
				detectors: defaultSettings,
				errands: {dump: 'regularly', leaks: 'regularly'},
				dumpLimitGoroutines: 10_000,
				ascii: false,
				utcOffsetMilliseconds: 0,
			},
			{widthColumns: 80, heightRows: 24},
		),
		reduce,
	);
	const pressed = (key: string) => store.dispatch({type: 'key-pressed', at: clock.now(), key});
	const resized = () => {
		const {columns: widthColumns, rows: heightRows} = terminal.stdout;
		store.dispatch({type: 'resized', at: clock.now(), widthColumns, heightRows});
	};
	terminal.stdout.on('resize', resized);
	const screen = openScreen({
		store: {
			...store,
			subscribe: listener => store.subscribe(atIntervals(plan.frameEveryMilliseconds, clock, listener)),
		},
		pressed,
		stdin: terminal.stdin,
		stdout: terminal.stdout,
		paint: painter('sixteen'),
	});
	await screen.drawn;

	const target = await openLocalTarget(port, clock.now);
	const patient: Target = {
		...target,
		async fetch(request) {
			const asked = {...request, timeoutMilliseconds: realTimeoutMilliseconds};
			const reply = await clock.holdFor(target.fetch(asked));
			const hasTimedOut = !reply.ok && reply.failure.kind === 'timed-out';
			const elapsedMilliseconds = hasTimedOut ? request.timeoutMilliseconds : 1;
			await new Promise<void>(resolve => {
				clock.after(elapsedMilliseconds, resolve);
			});
			return {...reply, elapsedMilliseconds};
		},
	};
	const decoder = createDecoder({workerUrl: plan.workerUrl, clock});
	const sampler = startSampler({
		target: patient,
		clock,
		decoder: {...decoder, digest: request => clock.holdFor(decoder.digest(request))},
		dispatch(event) {
			events += 1;
			store.dispatch(event);
		},
		settings() {
			const {settings, errands} = store.getSnapshot();
			return {
				...settings,
				// Keys change the interval; a soak goes on at its own.
				intervalMilliseconds: plan.intervalMilliseconds,
				timeoutMilliseconds: 5000,
				errands,
				modes: settings.errands,
				endsAt: undefined,
				leaksIntervalMilliseconds: undefined,
			};
		},
		random: () => random.below(1000) / 1000,
	});

	const stopTidying = tidyHeapRegularly(clock);
	return {
		session: store.getSnapshot,
		events: () => events,
		act(all: readonly Deed[]) {
			for (const deed of all) {
				if (deed.kind === 'resize') {
					terminal.resize(deed.widthColumns, deed.heightRows);
				} else if (deed.kind === 'typed') {
					terminal.type(deed.bytes);
				} else {
					pressed(deed.key);
				}
			}
		},
		/** A pause and a baseline keep a second and a third history, for as long as the person wants them. */
		lookAtThePresent() {
			if (store.getSnapshot().frozen !== undefined) {
				pressed('space');
			}

			if (store.getSnapshot().look.baseline !== undefined) {
				pressed('b');
			}
		},
		counts: () => ({
			timers: clock.timers(),
			screenListeners: terminal.listeners(),
		}),
		async stop() {
			terminal.stdout.off('resize', resized);
			screen.close();
			stopTidying();
			await Promise.all([sampler.stop(), clock.pass(millisecondsPerMinute)]);
			await decoder.close();
			await target.close();
			ending.release();
		},
	};
}
