import type {NextStep, Weighed} from './triage-verdict.ts';

/** A step that only takes time. */
export function waiting(text: string): NextStep {
	return {act: 'wait', text, shortText: ''};
}

export const noProfileYet: NextStep = waiting('wait for the first goroutine profile');
export const nothingToDo: NextStep = waiting('nothing to do here');

/** What the strongest of the warnings advises. */
export function advised({warning: {nextStep, shortStep}}: Weighed): NextStep {
	return {act: 'open', text: nextStep, shortText: shortStep};
}
