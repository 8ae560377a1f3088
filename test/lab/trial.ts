import {setTimeout as pause} from 'node:timers/promises';
import {type CheckReport, check} from './check.ts';
import {judge, type Verdict} from './judge.ts';
import type {Scenario} from './scenario.ts';
import {startLab} from './start.ts';
import type {Toolchain} from './toolchain.ts';

/** One scenario, built with one Go, watched once. */
export type Trial = {readonly scenario: Scenario; readonly toolchain: Toolchain};

export type Outcome = Trial & {
	/** It was got wrong in a crowd, and this is what came of it with few beside it. */
	readonly isSecond?: boolean;
	readonly result:
		| {readonly kind: 'judged'; readonly verdict: Verdict; readonly report: CheckReport}
		/** The program or the watch failed: nothing is known. */
		| {readonly kind: 'failed'; readonly message: string};
};

export type TrialOptions = {
	/** Programs at a time, each with a goroutop of its own. */
	readonly slots: number;
	/** The bundle to run: a build that happens meanwhile must not change it. */
	readonly program: string;
	readonly onOutcome?: (outcome: Outcome, left: number) => void;
};

/** Whether everything demanded was named, and nothing else. */
export const isRight = ({result}: Outcome): boolean =>
	result.kind === 'judged' && result.verdict.missed.length + result.verdict.wrong.length === 0;

/** Two starts at once take each other's time; watches that poll in step do, too. */
const betweenStartsMilliseconds = 900;

/** Runs all trials, the longest first, and gives their outcomes in the order of the trials. */
export async function runTrials(
	trials: readonly Trial[],
	{slots, program, onOutcome}: TrialOptions,
): Promise<readonly Outcome[]> {
	const outcomes = new Map<Trial, Outcome>();
	const waiting = trials.toSorted((a, b) => b.scenario.watchSeconds - a.scenario.watchSeconds);
	const worker = async (number: number) => {
		await pause(number * betweenStartsMilliseconds);
		for (let trial = waiting.shift(); trial !== undefined; trial = waiting.shift()) {
			const outcome = {...trial, result: await resultOf(trial, program)};
			outcomes.set(trial, outcome);
			onOutcome?.(outcome, trials.length - outcomes.size);
		}
	};
	await Promise.all(Array.from({length: slots}, (_, number) => worker(number)));
	return trials.flatMap(trial => outcomes.get(trial) ?? []);
}

/** Few enough for two cores. */
const slotsForSecond = 4;
/** More than that is no bad luck. */
const mostUnlucky = 4;

/**
 * `runTrials`, and once more what was got wrong, with fewer beside it: dozens of programs on two cores take each other's
 * time, and some of what is looked for is time.
 */
export async function runTrialsFairly(
	trials: readonly Trial[],
	options: TrialOptions & {readonly onSecond: (unlucky: Outcome) => void},
): Promise<readonly Outcome[]> {
	const crowded = await runTrials(trials, options);
	const unlucky = crowded.filter(outcome => !isRight(outcome));
	if (unlucky.length > mostUnlucky) {
		return crowded;
	}

	unlucky.forEach(options.onSecond);
	const again = await runTrials(
		unlucky.map(({scenario, toolchain}) => ({scenario, toolchain})),
		{...options, slots: slotsForSecond},
	);
	return crowded.map(outcome => {
		const second = again.find(
			({scenario, toolchain}) => scenario === outcome.scenario && toolchain === outcome.toolchain,
		);
		return second === undefined ? outcome : {...second, isSecond: true};
	});
}

async function resultOf({scenario, toolchain}: Trial, program: string): Promise<Outcome['result']> {
	try {
		const lab = await startLab(scenario.name, [], toolchain);
		try {
			const {report} = await check(
				[
					lab.address,
					'--for',
					`${scenario.watchSeconds}s`,
					'--dump',
					'--leak-profile',
					// Pauses of the collector are the machine's as much as the program's: dozens of programs share two cores here.
					'--off',
					'gc-pause',
					// For the same reason every answer takes longer than the target works for it, and polls would become rare.
					'--budget',
					'5%',
					...(scenario.settings ?? []),
				],
				program,
			);
			return {kind: 'judged', verdict: judge(scenario, report), report};
		} finally {
			await lab.stop();
		}
	} catch (error) {
		return {kind: 'failed', message: error instanceof Error ? error.message : String(error)};
	}
}
