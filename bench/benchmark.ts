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

/** Something wanted, and whether it was found. */
export type Goal = {readonly wanted: string; readonly measured: string; readonly met: boolean};

/** What a benchmark found, as people read it and (`raw`) as numbers. */
export type Findings = {
	readonly columns: readonly string[];
	readonly rows: readonly (readonly string[])[];
	readonly goals: readonly Goal[];
	/** What was left out, and what to know when reading the numbers. */
	readonly notes: readonly string[];
	readonly raw: unknown;
};

export type Benchmark = {
	readonly name: string;
	/** What is measured, in one line. */
	readonly about: string;
	readonly run: (conditions: Conditions) => Promise<Findings>;
};

/** Which of three a run is to use. */
export const byEffort = <Value>(effort: Effort, quick: Value, normal: Value, full: Value): Value =>
	({quick, normal, full})[effort];

export const wait = (milliseconds: Milliseconds): Promise<void> =>
	new Promise(resolve => setTimeout(resolve, Math.max(0, milliseconds)));

export const fixed = (value: number, digits: number): string =>
	Number.isFinite(value) ? value.toFixed(digits) : '–';
