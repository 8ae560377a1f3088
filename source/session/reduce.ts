import type {Reading} from '../detectors/detector.ts';
import {advanceWarnings} from '../detectors/warning-log.ts';
import {beginStretch} from '../series/comparable.ts';
import type {History} from '../series/history.ts';
import {recordContention, recordProfiling} from '../series/record-contention.ts';
import {recordDump} from '../series/record-dump.ts';
import {recordGoroutines} from '../series/record-goroutines.ts';
import {recordHeapProfile} from '../series/record-heap-profile.ts';
import {recordHeartbeat} from '../series/record-heartbeat.ts';
import {recordLeaks} from '../series/record-leaks.ts';
import {recordMemory, recordMetrics} from '../series/record-memory.ts';
import {recordFailure, recordPace, recordSkipped} from '../series/record-watch.ts';
import {dumpForWarnings} from './dump-for-warnings.ts';
import {dumpArrived, errandFailed, leaksArrived} from './errands.ts';
import type {SessionEvent, TargetEvent} from './event.ts';
import {withinReach} from './move.ts';
import {pressKey} from './press-key.ts';
import type {Session} from './session.ts';

/** The next session. Pure: no clock, no randomness, nothing kept that would change what comes out. */
export function reduce(session: Session, event: SessionEvent): Session {
	const at = Math.max(session.at, event.at);
	switch (event.type) {
		case 'key-pressed': {
			return pressKey(withinReach({...session, at}, event.lastScroll), event.key);
		}

		case 'resized': {
			const {widthColumns, heightRows} = event;
			return {...session, at, look: {...session.look, widthColumns, heightRows}};
		}

		case 'ticked': {
			return readAgain(withoutOldNotice({...session, at}), session.history, ['watch']);
		}

		default: {
			return learn({...session, at}, event);
		}
	}
}

type Learnt = Exclude<TargetEvent, {readonly type: 'ticked'}>;

function learn(session: Session, event: Learnt): Session {
	const {history} = session;
	switch (event.type) {
		case 'index-read': {
			const next = recordHeartbeat(history, event.at, event.index, event.pollMilliseconds);
			return readAgain(session, next, ['heartbeat', 'watch']);
		}

		case 'goroutines-read': {
			const next = recordGoroutines(history, event.at, event.snapshot);
			return readAgain(forgetFailure(session, 'goroutine'), next, ['goroutines']);
		}

		case 'contention-read': {
			const which = event.snapshot.profile;
			const next = recordContention(history, event.at, event.snapshot, event.countedAt);
			return readAgain(forgetFailure(session, which), next, [which]);
		}

		case 'profiling-known': {
			const next = recordProfiling(history, event.at, event.profile, event.profiling);
			return readAgain(session, next, [event.profile]);
		}

		case 'memory-read': {
			return readAgain(forgetFailure(session, 'heap'), recordMemory(history, event.at, event.stats), [
				'memory',
			]);
		}

		case 'dump-read': {
			const known = dumpArrived(forgetFailure(session, 'dump'), event);
			return readAgain(known, recordDump(history, event.at, event.snapshot), ['dump']);
		}

		case 'leaks-read': {
			const known = leaksArrived(forgetFailure(session, 'goroutineleak'), event);
			return readAgain(known, recordLeaks(history, event.at, event.snapshot), ['leaks']);
		}

		case 'heap-profile-read': {
			return readAgain(
				forgetFailure(session, 'heap-profile'),
				recordHeapProfile(history, event.at, event.snapshot),
				['heap profile'],
			);
		}

		case 'metrics-read': {
			return readAgain(session, recordMetrics(history, event.at, event.metrics), ['metrics']);
		}

		case 'identified': {
			return identify(session, event);
		}

		case 'read-failed': {
			return readAgain(session, recordFailure(history, event.at, event.failure, event.nextTryAt), ['watch']);
		}

		case 'profile-failed': {
			const profileFailures = new Map(session.profileFailures).set(event.profile, event.failure);
			return errandFailed({...session, profileFailures}, event.profile, event.failure);
		}

		case 'paced': {
			const {costFraction, slowedTo} = event;
			const {intervalMilliseconds} = session.settings;
			return readAgain(
				session,
				recordPace(history, event.at, {intervalMilliseconds, costFraction, slowedTo}),
				['watch'],
			);
		}

		case 'skipped': {
			return {...session, history: recordSkipped(history, event.skipped)};
		}
	}
}

/** Takes the new history and lets the detectors that read what is new in it look again, which may want a dump. */
function readAgain(session: Session, history: History, readings: readonly Reading[]): Session {
	const {settings, warnings} = session;
	return dumpForWarnings({
		...session,
		history,
		warnings: advanceWarnings(warnings, history, session.at, readings, settings.detectors),
	});
}

function forgetFailure(session: Session, profile: string): Session {
	if (!session.profileFailures.has(profile)) {
		return session;
	}

	const profileFailures = new Map(session.profileFailures);
	profileFailures.delete(profile);
	return {...session, profileFailures};
}

/**
 * Another executable or build behind the same address is another process; but what a process is called that is already
 * known to be new is no second restart.
 */
function identify(session: Session, event: Extract<Learnt, {type: 'identified'}>): Session {
	const {executable, buildId, ownRoot} = event;
	const was = session.target;
	const replaced =
		was.executable !== undefined &&
		session.history.goroutinesTakenAt !== undefined &&
		(was.executable !== executable || was.buildId !== buildId);
	const target = {...was, executable, buildId, ownRoot};
	return replaced
		? {
				...session,
				target,
				history: beginStretch(session.history, event.at, 'restart', 'another build answers'),
			}
		: {...session, target};
}

function withoutOldNotice(session: Session): Session {
	return session.notice !== undefined && session.notice.until <= session.at
		? {...session, notice: undefined}
		: session;
}
