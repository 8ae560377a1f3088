import {onTestFinished} from 'vitest';
import {createDecoder, type Decoder} from '../../source/live/decoder.ts';
import {type Sampler, type SamplerSettings, startSampler} from '../../source/live/sampler.ts';
import type {TargetEvent} from '../../source/session/event.ts';
import type {ErrandName} from '../../source/session/session.ts';
import {type FakeClock, fakeClock} from './fake-clock.ts';
import {type FakeTarget, fakeTarget} from './fake-target.ts';

export type Watched = {
	readonly clock: FakeClock;
	readonly target: FakeTarget;
	readonly sampler: Sampler;
	/** Everything dispatched so far. */
	readonly events: readonly TargetEvent[];
	readonly eventsOf: <Type extends TargetEvent['type']>(
		type: Type,
	) => readonly Extract<TargetEvent, {readonly type: Type}>[];
	readonly set: (settings: Partial<SamplerSettings>) => void;
	/** Asks for an errand once more, as a key does. */
	readonly ask: (name: ErrandName) => void;
};

export const usualSettings: SamplerSettings = {
	intervalMilliseconds: 2000,
	budgetFraction: 0.01,
	timeoutMilliseconds: 5000,
	errands: {dump: 0, leaks: 0},
	modes: {dump: 'on request', leaks: 'on request'},
	dumpLimitGoroutines: 1000,
	endsAt: undefined,
	leaksIntervalMilliseconds: undefined,
};

/** A sampler at work on a target that `prepare` may script first. It ends with the test. */
export function watch(
	prepare: (target: FakeTarget, clock: FakeClock) => void = () => {},
	given: Partial<SamplerSettings> = {},
	decoderOn: (clock: FakeClock) => Decoder = () => createDecoder({workerUrl: undefined}),
): Watched {
	const clock = fakeClock();
	const target = fakeTarget(clock);
	prepare(target, clock);
	let settings = {...usualSettings, ...given};
	const events: TargetEvent[] = [];
	const sampler = startSampler({
		target,
		clock,
		decoder: decoderOn(clock),
		dispatch: event => events.push(event),
		settings: () => settings,
		random: () => 0.5,
	});
	onTestFinished(() => sampler.stop());
	return {
		clock,
		target,
		sampler,
		events,
		eventsOf: <Type extends TargetEvent['type']>(type: Type) =>
			events.filter((event): event is Extract<TargetEvent, {readonly type: Type}> => event.type === type),
		set(changed) {
			settings = {...settings, ...changed};
		},
		ask(name) {
			settings = {...settings, errands: {...settings.errands, [name]: settings.errands[name] + 1}};
			sampler.wake();
		},
	};
}
