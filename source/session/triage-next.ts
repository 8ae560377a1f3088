import {siteKeyOf} from '../detectors/warning.ts';
import type {Case, NextStep, Weighed} from './triage-verdict.ts';

/** A step that only takes time. */
export function waiting(text: string): NextStep {
	return {act: 'wait', text, shortText: ''};
}

export const noProfileYet: NextStep = waiting('wait for the first goroutine profile');
export const nothingToDo: NextStep = waiting('nothing to do here');

/** What the strongest of the warnings advises; where it names no place there is nothing to open. */
export function advised({warning}: Weighed, {history}: Case): NextStep {
	const key = siteKeyOf(warning);
	const hasPlace = key !== undefined && history.sites.get(key) !== undefined;
	return {act: hasPlace ? 'open' : 'wait', text: warning.nextStep, shortText: warning.shortStep};
}
