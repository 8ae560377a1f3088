import type {UnixMilliseconds} from '../profile/units.ts';
import type {History} from '../series/history.ts';
import {type CheckResult, checkReading} from './check-reading.ts';
import type {Reading} from './detector.ts';
import {oneFact} from './one-fact.ts';
import type {DetectorSettings} from './settings.ts';
import type {Warning} from './warning.ts';
import {applyResult, beginAnew, noteShown, type WarningLives} from './warning-lives.ts';

/** The lives of all warnings. `firing` is what people see: the standing ones, each fact once, worst first. */
export type WarningLog = WarningLives & {readonly firing: readonly Warning[]};

export const emptyWarningLog: WarningLog = {
	pending: [],
	standing: [],
	firing: [],
	resolved: [],
	comparableSince: undefined,
};

/**
 * Lets the detectors that read any of `readings` look at `history`, as it stands after them, and moves warnings along.
 * `at` is now: later than `history.at` when time passed and nothing came. The same log comes back when no detector has
 * anything to add.
 */
export function advanceWarnings(
	log: WarningLog,
	history: History,
	at: UnixMilliseconds,
	readings: readonly Reading[],
	settings: DetectorSettings,
): WarningLog {
	return applyResults(log, checkReading(history, at, readings, settings), history, at);
}

/** The same with the detectors' answers at hand. */
export function applyResults(
	log: WarningLog,
	results: readonly CheckResult[],
	history: Pick<History, 'comparableSince' | 'marks'>,
	at: UnixMilliseconds,
): WarningLog {
	const before: WarningLives = log;
	const lives = results.reduce<WarningLives>(
		(moved, result) => applyResult(moved, result, at),
		beginAnew(before, history, at),
	);
	if (lives === before) {
		return log;
	}

	if (lives.standing === log.standing) {
		return {...lives, firing: log.firing};
	}

	const firing = oneFact(lives.standing);
	return {...noteShown(lives, firing, at), firing};
}
