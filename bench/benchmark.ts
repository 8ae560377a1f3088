import type {Milliseconds} from '../source/profile/units.ts';

/** How thoroughly to measure. `quick` only shows that the benchmarks run; its numbers mean little. */
export type Effort = 'quick' | 'normal' | 'full';

export type Conditions = {
	readonly effort: Effort;
	/** For `own-cost`, when another time than the effort's own is wanted. */
	readonly seconds: number | undefined;
	/** Tells a person who waits what is being done. */
	readonly say: (line: string) => void;
};

/** Something wanted, and whether it was found; `met` is undefined where that could not be measured. */
export type Goal = {readonly wanted: string; readonly measured: string; readonly met: boolean | undefined};

/** A figure of goroutop, and the same one of another program in the same run. */
export type Comparison = {
	readonly what: string;
	readonly own: string;
	/** Missing where nobody else has such a figure. */
	readonly peer?: {
		/** A loop that stands in for a program which could not be had says so. */
		readonly name: string;
		readonly theirs: string;
		/** Such as `34 × less`. */
		readonly ratio: string;
	};
};

/** What a benchmark found, as people read it and (`raw`) as numbers. */
export type Findings = {
	readonly columns: readonly string[];
	readonly rows: readonly (readonly string[])[];
	readonly goals: readonly Goal[];
	/** For the summary at the end. */
	readonly comparisons?: readonly Comparison[];
	/** What was left out, and what to know when reading the numbers. */
	readonly notes: readonly string[];
	readonly raw: unknown;
};

export type Benchmark = {
	readonly name: string;
	/** What is measured, in one line. */
	readonly about: string;
	/** Left out unless it is named or everything is wanted. */
	readonly isForFullRuns?: boolean;
	readonly run: (conditions: Conditions) => Promise<Findings>;
};

/** Which of three a run is to use. */
export const byEffort = <Value>(effort: Effort, quick: Value, normal: Value, full: Value): Value =>
	({quick, normal, full})[effort];

export const wait = (milliseconds: Milliseconds): Promise<void> =>
	new Promise(resolve => setTimeout(resolve, Math.max(0, milliseconds)));

export const fixed = (value: number, digits: number): string =>
	Number.isFinite(value) ? value.toFixed(digits) : '–';

/** A goal for something of which `value` tells nothing when it is not a number. */
export const atMost = (wanted: string, value: number, most: number, measured: string): Goal =>
	Number.isNaN(value)
		? {wanted, measured: 'not measured', met: undefined}
		: {wanted, measured, met: value <= most};

/** How much less `own` is than `theirs`, in words. */
export function ratioInWords(own: number, theirs: number): string {
	const times = theirs / own;
	if (!Number.isFinite(times) || times <= 0) return '–';
	return times >= 1 ? `${amount(times)} × less` : `${amount(1 / times)} × more`;
}

const amount = (times: number): string => times.toFixed(times < 9.95 ? 1 : 0);
