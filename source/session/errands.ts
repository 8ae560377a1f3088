import type {Failure} from '../profile/failure.ts';
import {formatBytes, formatCount, formatMilliseconds} from '../profile/quantity.ts';
import type {Count, Milliseconds} from '../profile/units.ts';
import {type DumpCost, dumpCostNow, dumpGuard, goroutineCount} from './dump-guard.ts';
import type {ErrandLog} from './errand-log.ts';
import type {TargetEvent} from './event.ts';
import type {ErrandName, Session} from './session.ts';

/** An offer is forgotten with its notice: what a key does must be what the screen says. */
const offerMilliseconds: Milliseconds = 10_000;
const noticeMilliseconds: Milliseconds = 6000;
/** Replaced by what comes of it. */
const underWayMilliseconds: Milliseconds = 130_000;

/**
 * `d`: takes a dump of few goroutines, says first what one of many costs, and leaves more than that to `D`. `D`: takes it
 * all the same; where it costs most it too is told first, lest one wrong key stops a large process for seconds.
 */
export function askForDump(session: Session, isForced: boolean): Session {
	const goroutines = goroutineCount(session.history);
	const cost = dumpCostNow(session.history);
	const refusal = refusalOf(session, 'dump');
	if (refusal !== undefined || goroutines === undefined || cost === undefined) {
		return noticing(session, refusal ?? 'no dump before the first answer of the target');
	}

	const guard = dumpGuard(goroutines);
	const isTold = isOffered(session, 'dump');
	if (guard === 'free' || (guard === 'asks' && (isForced || isTold)) || (isForced && isTold)) {
		return takeDump(session, goroutines, cost, 'taking a dump');
	}

	const key = guard === 'asks' ? 'd again' : isForced ? 'D again' : 'D';
	const stop = `about ${formatMilliseconds(cost.stopMilliseconds)}`;
	const stops = cost.stops === 1 ? stop : `${cost.stops} times, ${stop} each`;
	// The key comes first: a narrow screen cuts the end.
	const text = `${key} dumps ${formatCount(goroutines)} goroutines: the process stops ${stops}`;
	return offering(session, 'dump', text);
}

/** `L`: says first what a leak profile costs, and that is a collection; then takes it. */
export function askForLeaks(session: Session): Session {
	const refusal = refusalOf(session, 'leaks');
	if (refusal !== undefined) {
		return noticing(session, refusal);
	}

	const {index, memory} = session.history;
	if (index === undefined) {
		return noticing(session, 'no leak profile before the first answer of the target');
	}

	if (!index.counts.has('goroutineleak')) {
		return noticing(session, 'L needs Go 1.27: this target has no leak profile');
	}

	if (isOffered(session, 'leaks')) {
		return asking(session, 'leaks', 'taking a leak profile: the target collects its heap');
	}

	const heap = memory.stats === undefined ? '' : ` (heap ${formatBytes(memory.stats.heapAllocBytes)})`;
	return offering(session, 'leaks', `L again finds leaks: it costs one collection${heap}`);
}

/** Asks for a dump without further ado. `reason` begins the notice. */
export function takeDump(
	session: Session,
	goroutines: Count,
	{requestMilliseconds, isProbablyCut}: DumpCost,
	reason: string,
): Session {
	const cut = isProbablyCut ? '; Go ends it at 64 MiB' : '';
	return asking(
		session,
		'dump',
		`${reason}: ${formatCount(goroutines)} goroutines, about ${formatMilliseconds(requestMilliseconds)}${cut}`,
	);
}

/** Says what came of a dump that was asked for; of any that is not whole. */
export function dumpArrived(session: Session, event: Extract<TargetEvent, {type: 'dump-read'}>): Session {
	const {snapshot, elapsedMilliseconds} = event;
	const asked = session.errandLog.underWay.dump;
	const done = finished(session, 'dump');
	const total = `${formatCount(snapshot.total)} goroutines`;
	if (snapshot.isCut) {
		const all = asked?.goroutines ?? goroutineCount(session.history);
		const of = all === undefined ? '' : ` of about ${formatCount(all)}`;
		return noticing(
			done,
			`the dump was cut off at 64 MiB: it shows ${formatCount(snapshot.total)}${of} goroutines`,
		);
	}

	return asked === undefined ? done : noticing(done, `dump: ${total}${took(elapsedMilliseconds)}`);
}

export function leaksArrived(session: Session, event: Extract<TargetEvent, {type: 'leaks-read'}>): Session {
	const {snapshot, elapsedMilliseconds} = event;
	const done = finished(session, 'leaks');
	if (session.errandLog.underWay.leaks === undefined) {
		return done;
	}

	const found =
		snapshot.total === 0
			? 'nothing that the runtime can prove'
			: `${formatCount(snapshot.total)} ${snapshot.total === 1 ? 'goroutine is' : 'goroutines are'} blocked for ever`;
	const time = elapsedMilliseconds === undefined ? '' : ` (${formatMilliseconds(elapsedMilliseconds)})`;
	return noticing(done, `leak profile: ${found}${time}`);
}

/** `profile` as in a `profile-failed`. What nobody asked for fails in silence: it is in the list of failures. */
export function errandFailed(session: Session, profile: string, failure: Failure): Session {
	const name = profile === 'dump' ? 'dump' : profile === 'goroutineleak' ? 'leaks' : undefined;
	if (name === undefined || session.errandLog.underWay[name] === undefined) {
		return session;
	}

	return noticing(finished(session, name), `no ${spoken[name]}: ${failure.sentence}`);
}

const spoken: {readonly [name in ErrandName]: string} = {dump: 'dump', leaks: 'leak profile'};

function refusalOf({history, errandLog}: Session, name: ErrandName): string | undefined {
	if (history.watch.failure !== undefined) {
		return `no ${spoken[name]} while the target does not answer`;
	}

	return errandLog.underWay[name] === undefined ? undefined : `a ${spoken[name]} is under way already`;
}

function isOffered({at, notice, errandLog: {offer}}: Session, name: ErrandName): boolean {
	return offer?.name === name && offer.text === notice?.text && at <= offer.until;
}

function asking(session: Session, name: ErrandName, text: string): Session {
	const {errands, errandLog, at} = session;
	const goroutines = goroutineCount(session.history) ?? 0;
	const underWay = {...errandLog.underWay, [name]: {goroutines}};
	return {
		...session,
		notice: {text, until: at + underWayMilliseconds},
		errands: {...errands, [name]: errands[name] + 1},
		errandLog: {...errandLog, underWay, offer: undefined},
	};
}

function offering(session: Session, name: ErrandName, text: string): Session {
	const until = session.at + offerMilliseconds;
	return withLog({...session, notice: {text, until}}, {offer: {name, text, until}});
}

function finished(session: Session, name: ErrandName): Session {
	const {underWay} = session.errandLog;
	return underWay[name] === undefined
		? session
		: withLog(session, {underWay: {...underWay, [name]: undefined}});
}

function noticing(session: Session, text: string): Session {
	return {...session, notice: {text, until: session.at + noticeMilliseconds}};
}

function withLog(session: Session, change: Partial<ErrandLog>): Session {
	return {...session, errandLog: {...session.errandLog, ...change}};
}

function took(elapsedMilliseconds: Milliseconds | undefined): string {
	return elapsedMilliseconds === undefined ? '' : ` in ${formatMilliseconds(elapsedMilliseconds)}`;
}
