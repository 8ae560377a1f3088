import type {Answer, Question} from './triage-verdict.ts';

/** Questions and answers as people say them; `short` is for a pane that is narrow. */
type Words = {readonly full: string; readonly short: string};

export const questionTexts: {readonly [question in Question]: Words} = {
	leak: {full: 'Is it leaking?', short: 'leaking'},
	deadlock: {full: 'Is it deadlocked?', short: 'deadlocked'},
	outside: {full: 'Is it blocked on something outside?', short: 'outside'},
};

export const answerTexts: {readonly [answer in Answer]: Words} = {
	confirmed: {full: 'yes, confirmed', short: 'confirmed'},
	probably: {full: 'probably', short: 'probably'},
	suspected: {full: 'suspected', short: 'suspected'},
	'no sign': {full: 'no sign of it', short: 'no sign'},
	'cannot tell': {full: 'cannot tell yet', short: 'cannot tell'},
};

/** `cannot tell yet: 24s of data` */
export function answerText({answer, because}: {readonly answer: Answer; readonly because: string}): string {
	const {full} = answerTexts[answer];
	return because === '' ? full : `${full}: ${because}`;
}
