import {siteKeyOf, type Warning} from '../detectors/warning.ts';
import type {ContentionProfile} from '../profile/contention-snapshot.ts';
import type {History, SiteHistory} from '../series/history.ts';
import type {Series} from '../series/series.ts';
import {windowOf} from '../series/window.ts';
import {whyNoDump} from '../session/dump-for-warnings.ts';
import type {Session} from '../session/session.ts';
import {siteRowOf} from '../session/site-row.ts';
import {stackOf} from '../session/site-stack.ts';
import {dependenciesReport} from './dependencies-report.ts';
import {dumpsReport, leaksReport} from './errand-report.ts';
import {isoTime, placeReport, stackReport} from './report-parts.ts';
import {triageReport} from './triage-report.ts';

/** Changes only when a field is removed or changes its meaning; new fields may come at any time. */
export const checkSchema = 'goroutop.check/1';

/**
 * What a watch found, for machines: `goroutop check --json`. Times are ISO 8601, durations nanoseconds
 * where the name does not say milliseconds, shares 0 to 1, null where nothing is known. Strings from the target are as it
 * sent them: JSON escapes what a terminal would act on.
 */
export function checkReport(session: Session, version: string) {
	const {history, warnings, target} = session;
	return {
		schema: checkSchema,
		goroutop: version,
		target: {
			address: target.address,
			executable: target.executable ?? null,
			buildId: target.buildId ?? null,
			goVersion: history.metrics?.goVersion ?? null,
		},
		watchedFrom: isoTime(history.beganAt),
		watchedMilliseconds: Math.round(session.at - history.beganAt),
		warnings: [...warnings.firing, ...warnings.resolved].map(warning => warningReport(warning, history)),
		sites: history.sites
			.values()
			.map(site => siteReport(site, history))
			.sort((a, b) => (b.waiting ?? 0) - (a.waiting ?? 0)),
		series: {
			goroutines: summary(history.goroutines, history),
			threads: summary(history.threads, history),
			blockDelayNanosecondsPerSecond: summary(history.block.delayPerSecond, history),
			blockEventsPerSecond: summary(history.block.eventsPerSecond, history),
			mutexDelayNanosecondsPerSecond: summary(history.mutex.delayPerSecond, history),
			mutexEventsPerSecond: summary(history.mutex.eventsPerSecond, history),
			heapAllocBytes: summary(history.memory.heapAllocBytes, history),
		},
		dumps: dumpsReport(session),
		leaks: leaksReport(session),
		health: health(session),
		dependencies: dependenciesReport(history),
		triage: triageReport(session),
	};
}

function warningReport(warning: Warning, history: History) {
	const key = siteKeyOf(warning);
	const site = key === undefined ? undefined : history.sites.get(key);
	const {resolvedAt} = warning;
	return {
		id: warning.id,
		detector: warning.detector,
		state: resolvedAt === undefined ? 'firing' : 'resolved',
		severity: warning.severity,
		confidence: warning.confidence,
		place: site === undefined ? null : {id: site.id, ...placeReport(site.site)},
		headline: warning.headline,
		why: warning.why,
		nextStep: warning.nextStep,
		since: isoTime(warning.since),
		firedAt: isoTime(warning.firedAt),
		resolvedAt: resolvedAt === undefined ? null : isoTime(resolvedAt),
		evidence: warning.evidence,
		stack: warning.stack === undefined ? null : stackReport(warning.stack),
		beside: (warning.beside ?? []).map(({title, stack}) => ({title, stack: stackReport(stack)})),
	};
}

function siteReport(site: SiteHistory, history: History) {
	const block = siteRowOf(site, history, 'block', undefined);
	return {
		id: site.id,
		...placeReport(site.site),
		origin: site.site.origin,
		waiting: block.waiting ?? null,
		changePerMinute: block.changePerMinute ?? null,
		block: ratesReport(site, history, 'block'),
		mutex: ratesReport(site, history, 'mutex'),
		stack: stackReport(stackOf(site) ?? []),
	};
}

function ratesReport(site: SiteHistory, history: History, which: ContentionProfile) {
	const rates = site.rates[which];
	if (rates === undefined) {
		return null;
	}

	const {delayPerSecond, eventsPerSecond} = siteRowOf(site, history, which, undefined);
	return {
		contentions: rates.cumulative.contentions,
		delayNanoseconds: rates.cumulative.delayNanoseconds,
		delayNanosecondsPerSecond: delayPerSecond ?? null,
		eventsPerSecond: eventsPerSecond ?? null,
	};
}

function summary(series: Series, history: History) {
	const window = windowOf(series, history.beganAt, history.at);
	if (window === undefined) {
		return null;
	}

	const {points, minimum, maximum, mean, first, last} = window;
	return {points, first, last, minimum, maximum, mean};
}

function health(session: Session) {
	const {history, profileFailures} = session;
	const {watch} = history;
	return {
		lastGoodAt: watch.lastGoodAt === undefined ? null : isoTime(watch.lastGoodAt),
		goroutineProfiles: history.goroutineReadings,
		costFraction: watch.costFraction,
		budgetFraction: watch.budgetFraction,
		pollMilliseconds: watch.pollMilliseconds ?? null,
		skippedRecords: watch.skipped,
		profiling: {block: history.block.profiling, mutex: history.mutex.profiling},
		failure: watch.failure?.failure ?? null,
		profileFailures: Object.fromEntries(profileFailures),
		noDumpBecause: whyNoDump(session) ?? null,
		marks: history.marks.map(({at, kind, text}) => ({at: isoTime(at), kind, text})),
	};
}
