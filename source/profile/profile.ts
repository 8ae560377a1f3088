import type {Stack} from './frame.ts';
import type {Nanoseconds, UnixMilliseconds} from './units.ts';

/** One label of a sample: pprof.Do's key and value, or a number such as heap's `bytes`. */
export type Label = {readonly key: string; readonly value: string};

/** One distinct stack with its values, one per entry of the profile's `sampleTypes`, in that order. */
export type ProfileSample = {
	readonly stack: Stack;
	readonly values: readonly number[];
	readonly labels: readonly Label[];
};

/**
 * A pprof profile as the target stated it: names resolved, int64 already plain numbers.
 * Values above 2^53 lose their last bits (block delay: after 104 days of waiting at one stack).
 */
export type Profile = {
	readonly sampleTypes: readonly {readonly type: string; readonly unit: string}[];
	readonly samples: readonly ProfileSample[];
	/** The target's clock when it wrote the profile; undefined when it did not say. */
	readonly takenAtUnixMilliseconds: UnixMilliseconds | undefined;
	/** Only set for `seconds=N` deltas. */
	readonly durationNanoseconds: Nanoseconds;
	readonly period: number;
	/** Path of the executable on the target's machine, from the first mapping. */
	readonly executable: string | undefined;
	readonly buildId: string | undefined;
};
