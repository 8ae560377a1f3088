import {whyNoDump} from '../session/dump-for-warnings.ts';
import type {Session} from '../session/session.ts';
import {isoTime, placeReport, stackReport} from './report-parts.ts';

/** The part of a report on dumps of all goroutines; `skippedBecause` is null when there is one. */
export function dumpsReport(session: Session) {
	const {count, takenAt, latest} = session.history.dumps;
	return {
		taken: count,
		takenAt: takenAt === undefined ? null : isoTime(takenAt),
		goroutines: latest?.total ?? null,
		waiting: latest?.waiterCount ?? null,
		cut: latest?.isCut ?? null,
		skippedBecause: whyNoDump(session) ?? null,
	};
}

/** The part of a report on goroutines that the runtime itself found to be leaked. */
export function leaksReport(session: Session) {
	const {takenAt, latest} = session.history.leaks;
	return {
		takenAt: takenAt === undefined ? null : isoTime(takenAt),
		goroutines: latest?.total ?? null,
		sites: (latest?.sites ?? []).map(({site, count, groups}) => ({
			...placeReport(site),
			leaked: count,
			stack: stackReport(groups[0]?.stack ?? []),
		})),
		skippedBecause: whyNoLeakProfile(session) ?? null,
	};
}

function whyNoLeakProfile({history, settings, profileFailures}: Session): string | undefined {
	if (history.leaks.latest !== undefined) {
		return undefined;
	}

	const failure = profileFailures.get('goroutineleak');
	if (failure !== undefined) {
		return failure.sentence;
	}

	if (history.index === undefined) {
		return 'the target has not answered';
	}

	if (!history.index.counts.has('goroutineleak')) {
		return 'the target has none: it takes Go 1.27, or Go 1.26 built with GOEXPERIMENT=goroutineleakprofile';
	}

	return settings.errands.leaks === 'regularly'
		? 'the watch ended before the first was due'
		: 'nobody asked for one: --leak-profile allows it';
}
