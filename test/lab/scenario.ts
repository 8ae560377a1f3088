import type {DetectorId} from '../../source/detectors/thresholds.ts';
import type {Seconds} from '../../source/profile/units.ts';

/** A warning that has to come. */
export type Must = {
	/** Any of these will do: several detectors can have good reason for the same line. */
	readonly oneOf: readonly DetectorId[];
	/** Markers in the Go sources, one of which it names; none where the trouble is the process's. */
	readonly at: readonly string[];
	/** It names each of the lines, as a deadlock needs. */
	readonly every?: boolean;
	/** Where no own code is on the stack: the function of Go's library it names instead. */
	readonly library?: string;
	/** After the watch began. */
	readonly within: Seconds;
};

type Common = {
	/** As the Go program knows it. */
	readonly name: string;
	/** In a few words, for the README. */
	readonly what: string;
	/** How long goroutop looks: what needs no minute of standing still is found sooner. */
	readonly watchSeconds: Seconds;
	/** More flags for `goroutop check`, and why. */
	readonly settings?: readonly string[];
	/** In every run of the tests also built with the oldest Go. */
	readonly oldToo?: boolean;
};

export type Guilty = Common & {
	readonly kind: 'guilty';
	readonly must: readonly Must[];
	/** May come beside that, at a marked line of the same file. Any other warning is a false accusation. */
	readonly may: readonly DetectorId[];
};

/** Nothing may be said of it, but for notes of severity info. */
export type Innocent = Common & {readonly kind: 'innocent'};

export type Scenario = Guilty | Innocent;
