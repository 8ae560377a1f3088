import type {DetectorSettings} from '../detectors/settings.ts';
import type {Thresholds} from '../detectors/thresholds.ts';
import type {ContentionSnapshot} from '../profile/contention-snapshot.ts';
import type {FileEvidence} from '../profile/file-evidence.ts';
import {type Count, nanosecondsPerMillisecond, type UnixMilliseconds} from '../profile/units.ts';
import type {SessionEvent, TargetEvent} from './event.ts';
import {reduce} from './reduce.ts';
import {newSession, type Session, type Settings} from './session.ts';

/** Evidence with the moment it is of, on whatever clock there was; and what a decoder did not understand of it. */
export type TimedEvidence = {
	readonly at: UnixMilliseconds;
	readonly evidence: FileEvidence;
	readonly skipped: Count;
};

/** A live index page counts the goroutines that serve it, and recording it takes them off again. */
const goroutinesOfHeartbeat: Count = 2;

/**
 * The session that saved files make: the same events, detectors and warnings as a watch, but each finding counts at once,
 * as there are no further readings to hold it against.
 *
 * @param files at least one, in order of time
 */
export function judgeEvidence(
	files: readonly TimedEvidence[],
	address: string,
	settings: Omit<Settings, 'intervalMilliseconds' | 'budgetFraction'>,
): Session {
	const events = files.flatMap(eventsOf).toSorted((a, b) => a.at - b.at);
	const beganAt = events[0]?.at ?? 0;
	const times = events.map(({at}) => at);
	// Nothing came too late: a pause is one only beside the pace at which somebody polled.
	const longestPause = Math.max(...times.map((at, index) => at - (times[index - 1] ?? at)));
	const session = newSession(
		beganAt,
		{address, caution: undefined},
		{
			...settings,
			detectors: atOnce(settings.detectors),
			intervalMilliseconds: Math.max(1000, longestPause),
			budgetFraction: 0,
		},
	);
	const judged = events.reduce<Session>((before, event: SessionEvent) => reduce(before, event), session);
	// Nobody was asked, so nobody took any time to answer.
	const watch = {...judged.history.watch, pollMilliseconds: undefined};
	return {...judged, history: {...judged.history, watch}};
}

/**
 * Whether there is anything in these files on which a detector can have an opinion. No contention on record means nothing:
 * it may never have been recorded.
 */
export function canBeJudged(files: readonly Pick<TimedEvidence, 'evidence'>[]): boolean {
	return files.some(({evidence}) => {
		const {kind, durationNanoseconds} = evidence;
		if (kind === 'block' || kind === 'mutex') {
			const like = files.filter(other => other.evidence.kind === kind);
			return evidence.contention.contentions > 0 && (durationNanoseconds > 0 || like.length > 1);
		}

		return kind !== 'heap';
	});
}

function eventsOf({at, evidence, skipped}: TimedEvidence): readonly TargetEvent[] {
	const {executable, buildId, ownRoot} = evidence;
	return [
		...(executable === undefined
			? []
			: [{type: 'identified', at, executable, buildId, ownRoot} satisfies TargetEvent]),
		...readings(at, evidence),
		...(skipped > 0 ? [{type: 'skipped', at, skipped} satisfies TargetEvent] : []),
	];
}

/** The heartbeat comes last: what judges the whole process names sites, which must be known by then. */
function readings(at: UnixMilliseconds, evidence: FileEvidence): readonly TargetEvent[] {
	switch (evidence.kind) {
		case 'dump': {
			const {goroutines, dump, leaks} = evidence;
			return [
				{type: 'goroutines-read', at, snapshot: goroutines},
				...(leaks === undefined ? [] : [{type: 'leaks-read', at, snapshot: leaks} satisfies TargetEvent]),
				{type: 'dump-read', at, snapshot: dump},
				heartbeat(at, goroutines.total),
			];
		}

		case 'goroutine': {
			const {goroutines} = evidence;
			return [{type: 'goroutines-read', at, snapshot: goroutines}, heartbeat(at, goroutines.total)];
		}

		// Those that leaked are waiting where they are; how many goroutines there are beside them is not known.
		case 'goroutineleak': {
			const {goroutines} = evidence;
			const {total, sites} = goroutines;
			return [
				{type: 'goroutines-read', at, snapshot: goroutines},
				{type: 'leaks-read', at, snapshot: {total, sites}},
				heartbeat(at, undefined),
			];
		}

		case 'block':
		case 'mutex': {
			const {contention, durationNanoseconds} = evidence;
			const from = at - durationNanoseconds / nanosecondsPerMillisecond;
			return [
				...(from < at
					? [{type: 'contention-read', at: from, snapshot: nothingYet(contention)} satisfies TargetEvent]
					: []),
				{type: 'contention-read', at, snapshot: contention},
				heartbeat(at, undefined),
			];
		}

		case 'heap': {
			return [{type: 'heap-profile-read', at, snapshot: evidence.heap}, heartbeat(at, undefined)];
		}
	}
}

function heartbeat(at: UnixMilliseconds, goroutines: Count | undefined): TargetEvent {
	const counts = new Map(goroutines === undefined ? [] : [['goroutine', goroutines + goroutinesOfHeartbeat]]);
	return {type: 'index-read', at, index: {counts}, pollMilliseconds: 0};
}

/** What a profile of a span of time was compared with by whoever took it. */
function nothingYet({profile}: ContentionSnapshot): ContentionSnapshot {
	return {profile, contentions: 0, delayNanoseconds: 0, sites: [], siteCount: 0};
}

function atOnce(detectors: DetectorSettings): DetectorSettings {
	const thresholds = Object.fromEntries(
		Object.entries(detectors.thresholds).map(([id, rule]) => [
			id,
			{...rule, holdReadings: 1, clearReadings: 1},
		]),
	);
	return {...detectors, thresholds: thresholds as Thresholds};
}
