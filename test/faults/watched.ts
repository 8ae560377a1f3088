import {defaultSettings} from '../../source/detectors/settings.ts';
import type {Clock} from '../../source/live/clock.ts';
import {createDecoder} from '../../source/live/decoder.ts';
import {startSampler} from '../../source/live/sampler.ts';
import {createStore} from '../../source/live/store.ts';
import {checkReport} from '../../source/present/check-report.ts';
import {frame} from '../../source/present/frame.ts';
import {failureLine, sampleLine, warningText} from '../../source/present/plain-lines.ts';
import {textOf} from '../../source/present/row.ts';
import type {Fraction, Milliseconds} from '../../source/profile/units.ts';
import {reduce} from '../../source/session/reduce.ts';
import {newSession, type Session} from '../../source/session/session.ts';
import type {Target} from '../../source/target/target.ts';
import type {VirtualClock} from './virtual-clock.ts';

const timeoutMilliseconds: Milliseconds = 5000;
/** Part of the timeout that is really waited where no answer is expected. */
const hurriedFraction: Fraction = 1 / 15;

export type Watched = {
	readonly session: () => Session;
	/** The screen as text, 120 x 36. */
	readonly screen: () => string;
	readonly failureLine: () => string | undefined;
	/** The lines for a pipe: the newest sample, and each warning that stands. */
	readonly lines: () => readonly string[];
	readonly report: () => ReturnType<typeof checkReport>;
	readonly isLive: () => boolean;
	readonly press: (...keys: readonly string[]) => void;
	/** For which paths timeouts are cut short: a test cannot wait five seconds for what does not come. */
	readonly hurry: (concerns: ((path: string) => boolean) | undefined) => void;
	readonly stop: () => Promise<void>;
};

/**
 * The whole program but its terminal, at a target: sampler, decoder, store and reducer, on a virtual clock. `now` can be
 * another clock than the one that calls back. A request that is not answered takes the timeout in the watch's time.
 */
export const watch = (target: Target, clock: VirtualClock, now: Clock['now'] = clock.now): Watched => {
	const store = createStore(
		newSession(
			now(),
			{address: target.address, caution: undefined},
			{
				intervalMilliseconds: 2000,
				budgetFraction: 0.01,
				detectors: defaultSettings,
				ascii: false,
				utcOffsetMilliseconds: 0,
				errands: {dump: 'when needed', leaks: 'on request'},
				dumpLimitGoroutines: 1000,
			},
			{widthColumns: 120, heightRows: 36},
		),
		reduce,
	);
	let isHurried = (_path: string) => false;
	const hurried: Target = {
		...target,
		fetch: async request => {
			const path = request.path.startsWith('/') ? request.path : `/debug/pprof/${request.path}`;
			const fraction = isHurried(path) ? hurriedFraction : 1;
			const asked = {...request, timeoutMilliseconds: request.timeoutMilliseconds * fraction};
			const reply = await clock.holdFor(target.fetch(asked));
			const hasTimedOut = !reply.ok && reply.failure.kind === 'timed-out';
			const elapsedMilliseconds = hasTimedOut ? request.timeoutMilliseconds : 1;
			await new Promise<void>(resolve => clock.after(elapsedMilliseconds, resolve));
			return {...reply, elapsedMilliseconds};
		},
	};
	const decoder = createDecoder({workerUrl: undefined});
	const sampler = startSampler({
		target: hurried,
		clock: {...clock, now},
		decoder,
		dispatch: store.dispatch,
		settings: () => {
			const {settings, errands} = store.getSnapshot();
			return {
				...settings,
				timeoutMilliseconds,
				errands,
				modes: settings.errands,
				endsAt: undefined,
				leaksIntervalMilliseconds: undefined,
			};
		},
		// The longest wait that may come by chance.
		random: () => 1,
	});
	const stop = async () => {
		await Promise.all([sampler.stop(), clock.pass(10_000)]);
		await decoder.close();
		await target.close();
	};
	const session = store.getSnapshot;
	return {
		session,
		screen: () => frame(session()).map(textOf).join('\n'),
		failureLine: () => failureLine(session()),
		lines: () => [
			sampleLine(session()),
			...session().warnings.standing.map(warning => warningText(warning, session(), warning.severity)),
		],
		report: () => checkReport(session(), '1.2.3'),
		isLive: () => session().history.watch.failure === undefined && session().profileFailures.size === 0,
		press: (...keys) => {
			for (const key of keys) {
				store.dispatch({type: 'key-pressed', at: now(), key});
			}
		},
		hurry: concerns => {
			isHurried = concerns ?? (() => false);
		},
		stop,
	};
};
