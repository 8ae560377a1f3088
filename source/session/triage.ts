import type {Look} from './look.ts';
import {type Session, shown} from './session.ts';
import {deadlockVerdict} from './triage-deadlock.ts';
import {leakVerdict} from './triage-leak.ts';
import {outsideVerdict} from './triage-outside.ts';
import {type Case, type Question, questions, type Verdict} from './triage-verdict.ts';

const answering: {readonly [question in Question]: (each: Case) => Verdict} = {
	leak: leakVerdict,
	deadlock: deadlockVerdict,
	outside: outsideVerdict,
};

/** The three questions of an incident with their answers, in order, from what is shown: the present, or the pause. */
export function triageOf(session: Session): readonly Verdict[] {
	return questions.map(question => verdictOf(question, session));
}

export function verdictOf(question: Question, session: Session): Verdict {
	const {settings, profileFailures} = session;
	return answering[question]({...shown(session), detectors: settings.detectors, profileFailures});
}

/** How many places of each answer find room: the answers, and what to do next, come first. */
export function placesInSight({widthColumns, heightRows}: Look): number {
	return widthColumns < 72 || heightRows < 20 ? 0 : heightRows < 30 ? 1 : 3;
}
