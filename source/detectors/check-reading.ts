import type {UnixMilliseconds} from '../profile/units.ts';
import type {History} from '../series/history.ts';
import {type AnyDetector, allDetectors} from './all.ts';
import type {Check, Finding, Holding, Reading} from './detector.ts';
import type {DetectorSettings} from './settings.ts';
import type {DetectorId, Thresholds} from './thresholds.ts';

/** What one detector said of a reading, with what `advanceWarnings` needs to know of it. */
export type CheckResult = {
	readonly detector: DetectorId;
	readonly word: string;
	readonly holding: Holding;
	readonly check: Check;
	readonly lingers: (
		finding: Pick<Finding, 'subject' | 'evidence'>,
	) => Pick<Finding, 'headline' | 'why'> | undefined;
};

/** Asks each detector that is on and reads any of `readings`, once. `at` is now. */
export function checkReading(
	history: History,
	at: UnixMilliseconds,
	readings: readonly Reading[],
	settings: DetectorSettings,
): readonly CheckResult[] {
	return allDetectors
		.filter(
			detector => detector.reads.some(reading => readings.includes(reading)) && isOn(detector.id, settings),
		)
		.map(detector => checkWith(detector, history, settings.thresholds, at));
}

function checkWith<Id extends DetectorId>(
	detector: AnyDetector<Id>,
	history: History,
	thresholds: Thresholds,
	at: UnixMilliseconds,
): CheckResult {
	const ownThresholds = thresholds[detector.id];
	return {
		detector: detector.id,
		word: detector.word,
		holding: ownThresholds,
		check: detector.check(history, ownThresholds, at),
		lingers: finding => detector.lingers?.(history, finding, ownThresholds),
	};
}

function isOn(id: DetectorId, {off, only}: DetectorSettings): boolean {
	return !off.includes(id) && (only.length === 0 || only.includes(id));
}
