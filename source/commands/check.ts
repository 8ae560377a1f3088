import {checkReport} from '../present/check-report.ts';
import {jsonText} from '../present/json-text.ts';
import {failureLine, shownLines, warningText} from '../present/plain-lines.ts';
import {formatCount} from '../profile/quantity.ts';
import {safeText} from '../profile/safe-text.ts';
import type {Milliseconds} from '../profile/units.ts';
import type {Session} from '../session/session.ts';
import {awaitEnding, exitCodeOf} from './ending.ts';
import {sayFarewell} from './farewell.ts';
import type {Watch} from './prepare-watch.ts';
import {writeReport} from './write-report.ts';

export type CheckOptions = {
	readonly forMilliseconds: Milliseconds;
	readonly json: boolean;
	readonly version: string;
};

/** Watches for a while without a screen and says what it found. Exit code: 0 nothing, 1 warning, 2 critical, 3 target unusable. */
export async function check(watch: Watch, {forMilliseconds, json, version}: CheckOptions): Promise<number> {
	const ending = awaitEnding();
	const failed = await Promise.race([watch.start(), ending.ended]);
	const cancel = watch.clock.after(forMilliseconds, () => ending.end({kind: 'quit'}));
	const last = failed ?? (await ending.ended);
	cancel();
	await watch.stop();
	ending.release();
	if (last.kind === 'crash' || last.kind === 'unusable' || last.kind === 'hangup') {
		return sayFarewell(watch, last, version);
	}

	const session = watch.store.getSnapshot();
	const verdict = verdictOf(session);
	const output = json
		? jsonText(checkReport(session, version))
		: shownLines([...verdict.lines, ...leftOutLines(session)], session).join('\n');
	return writeReport(`${output}\n`, last.kind === 'signal' ? exitCodeOf(last) : verdict.exitCode);
}

/** What was only counted of the goroutines, as a program has not so many places; notes on saved files say it of each. */
export function leftOutLines({history: {sitesLeftOut}}: Pick<Session, 'history'>): readonly string[] {
	return sitesLeftOut > 0
		? [`note: ${formatCount(sitesLeftOut)} small sites were not judged; the totals count them`]
		: [];
}

/** What there is to say of a session that has ended, and the exit code that goes with it. */
export function verdictOf(session: Session): {
	readonly lines: readonly string[];
	readonly exitCode: number;
} {
	const {history, warnings} = session;
	if (history.watch.lastGoodAt === undefined) {
		return {lines: [failureLine(session, true) ?? 'no answer from the target'], exitCode: 3};
	}

	// What fired and cleared while it was watched has been found all the same.
	const found = [
		...warnings.firing.map(warning => ({warning, verb: warning.severity as string})),
		...warnings.resolved.map(warning => ({warning, verb: `resolved ${warning.severity}`})),
	];
	const lines = found.map(({warning, verb}) => warningText(warning, session, verb));
	// Most detectors read the goroutine profile: that they are silent is no good news.
	const hasSeenNothing = history.goroutinesTakenAt === undefined;
	const unread =
		session.profileFailures.get('goroutine')?.sentence ??
		(hasSeenNothing ? 'the goroutine profile had not come when the time was up' : undefined);
	// That it became stale is what is wrong with the watch then, and says nothing of the program.
	const severities = new Set(
		found
			.filter(({warning}) => !hasSeenNothing || warning.detector !== 'stale')
			.map(({warning}) => warning.severity),
	);
	return {
		lines: [
			...(lines.length > 0 || hasSeenNothing ? lines : ['no warnings']),
			...(unread === undefined ? [] : [`not read in the end: ${safeText(unread)}`]),
		],
		exitCode: severities.has('critical') ? 2 : severities.has('warning') ? 1 : hasSeenNothing ? 3 : 0,
	};
}
