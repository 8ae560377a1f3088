import type {Session} from '../session/session.ts';
import {verdictOf} from '../session/triage.ts';
import type {Place, Verdict} from '../session/triage-verdict.ts';
import {sinceReport} from './dependencies-report.ts';
import {placeReport} from './report-parts.ts';

/** The three questions of an incident, for machines. `nextStep.act` is what would be pressed on the screen. */
export function triageReport(session: Session) {
	return {
		leak: verdictReport(verdictOf('leak', session)),
		deadlock: verdictReport(verdictOf('deadlock', session)),
		outside: verdictReport(verdictOf('outside', session)),
	};
}

function verdictReport({answer, because, evidence, places, next}: Verdict) {
	return {
		answer,
		because: because === '' ? null : because,
		evidence,
		places: places.map(reportOf),
		nextStep: {act: next.act, text: next.text},
	};
}

function reportOf({site, about}: Place) {
	return {
		site: site === undefined ? null : {id: site.id, ...placeReport(site.site)},
		warning: about.kind === 'warning' ? about.warning.id : null,
		dependency:
			about.kind === 'dependency'
				? {
						kind: about.group.kind,
						name: about.group.name,
						waiting: about.group.waiting,
						...sinceReport(about.group.since),
					}
				: null,
		fact: about.kind === 'warning' ? about.warning.headline : about.kind === 'site' ? about.fact : null,
	};
}
