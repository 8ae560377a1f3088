import {
	type DetectorSettings,
	detectorIds,
	resolveDetectorIds,
	resolveThresholds,
} from '../detectors/settings.ts';
import {defaultThresholds} from '../detectors/thresholds.ts';
import {plainText} from '../target/plain-text.ts';
import {nearest} from './nearest.ts';
import {type Problem, problem} from './problem.ts';
import {thresholdNumber} from './threshold-value.ts';

export type DetectorChoice = {readonly kind: 'detectors'; readonly settings: DetectorSettings} | Problem;

/** @param texts ids in `off` and `only`, `id.threshold=value` in `set`; of two for one threshold the later one counts */
export const readDetectorChoice = (texts: {
	readonly off: readonly string[];
	readonly only: readonly string[];
	readonly set: readonly string[];
}): DetectorChoice => {
	const off = resolveDetectorIds(texts.off, nearest);
	if (!off.ok) {
		return refused(off.sentence, detectorsHint);
	}
	const only = resolveDetectorIds(texts.only, nearest);
	if (!only.ok) {
		return refused(only.sentence, detectorsHint);
	}
	if (only.ids.length > 0 && only.ids.every(id => off.ids.includes(id))) {
		return problem('No detector is left: all of --only are in --off, too.', 'Leave one of them out.');
	}
	const resolved = resolveThresholds(texts.set.map(withNumber), nearest);
	return resolved.ok
		? {kind: 'detectors', settings: {off: off.ids, only: only.ids, thresholds: resolved.thresholds}}
		: refused(resolved.sentence, thresholdsHint(texts.set));
};

/** `gc-pause.warningMilliseconds=1s` as `gc-pause.warningMilliseconds=1000`. */
const withNumber = (text: string): string => {
	const [key = '', value = ''] = text.split(/=(.*)/su, 2).map(part => part.trim());
	return `${key}=${thresholdNumber(key, value)}`;
};

/** A sentence from there repeats what the person wrote. */
const refused = (sentence: string, hint: string): Problem => problem(plainText(sentence, 300), hint);

const detectorsHint = `There are ${detectorIds.join(', ')}.`;

const thresholdsHint = (texts: readonly string[]): string => {
	const id = detectorIds.find(name => texts.some(text => text.trim().startsWith(`${name}.`)));
	return id === undefined ? detectorsHint : `${id} has ${Object.keys(defaultThresholds[id]).join(', ')}.`;
};
