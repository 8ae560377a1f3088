import type {Warning} from '../detectors/warning.ts';
import {formatCount, formatMilliseconds} from '../profile/quantity.ts';
import {type Count, type Milliseconds, millisecondsPerMinute} from '../profile/units.ts';
import {dumpCostNow, goroutineCount} from './dump-guard.ts';
import {takeDump} from './errands.ts';
import type {Session} from './session.ts';

/** Each dump stops the process: warnings that come in a row share one. */
const leastPauseMilliseconds: Milliseconds = 5 * millisecondsPerMinute;
/**
 * One dump dates a wait only where a collection has marked it; else the second one does, by who stands where they stood. A
 * warning that its dump did not settle gets that.
 */
const repeatPauseMilliseconds: Milliseconds = millisecondsPerMinute;
const mostDumpsPerWarning: Count = 2;
const rememberedCount: Count = 200;

/**
 * Asks for a dump where a warning wants one and it costs next to nothing: twice at most for each warning, seldom for all of them,
 * and never against the person's settings. The same session comes back when there is nothing to ask for.
 */
export function dumpForWarnings(before: Session): Session {
	if (before.settings.errands.dump !== 'when needed' || !before.warnings.firing.some(wantsDump)) {
		return before;
	}

	const session = forgetRestarted(before);
	const {errandLog, history, at} = session;
	const {dumpedFor, dumpedForAt, underWay} = errandLog;
	const sincePrevious = dumpedForAt === undefined ? Number.POSITIVE_INFINITY : at - dumpedForAt;
	const wanting = session.warnings.firing.filter(warning => {
		const had = dumpedFor.filter(id => id === warning.id).length;
		const pause = had === 0 ? leastPauseMilliseconds : repeatPauseMilliseconds;
		return wantsDump(warning) && had < mostDumpsPerWarning && sincePrevious >= pause;
	});
	const [first] = wanting;
	const goroutines = goroutineCount(session.history);
	const isBusy = underWay.dump !== undefined || history.watch.failure !== undefined;
	if (first === undefined || goroutines === undefined || isBusy) {
		return session;
	}

	const cost = whyTooDear(session, goroutines) === undefined ? dumpCostNow(history) : undefined;
	if (cost === undefined) {
		return session;
	}

	const taken = takeDump(session, goroutines, cost, `taking a dump for the warning "${first.word}"`);
	return {
		...taken,
		errandLog: {
			...taken.errandLog,
			dumpedFor: [...dumpedFor, ...wanting.map(({id}) => id)].slice(-rememberedCount),
			dumpedForAt: at,
		},
	};
}

/** Why this process was not asked for a dump so far, in words; undefined when it was and gave one. */
export function whyNoDump(session: Session): string | undefined {
	const {history, settings, warnings, profileFailures} = session;
	if (history.dumps.latest !== undefined) {
		return undefined;
	}

	const failure = profileFailures.get('dump');
	if (failure !== undefined) {
		return failure.sentence;
	}

	const mode = settings.errands.dump;
	const isWanted = [...warnings.firing, ...warnings.resolved].some(wantsDump);
	const goroutines = goroutineCount(session.history);
	if (goroutines === undefined) {
		return 'the target has not answered';
	}

	if (mode === 'on request') {
		return isWanted ? 'a warning wants one, but --no-dump is set' : '--no-dump is set';
	}

	if (mode === 'when needed' && !isWanted) {
		return 'no warning wanted one';
	}

	return (
		whyTooDear(session, goroutines) ??
		(mode === 'regularly' ? 'the watch ended before the first was due' : 'the watch ended before it came')
	);
}

function wantsDump(warning: Warning): boolean {
	return warning.wantsDump === true;
}

/** What is taken without asking must be paid for within a minute. */
function whyTooDear({settings, history}: Session, goroutines: Count): string | undefined {
	const {dumpLimitGoroutines, budgetFraction, errands} = settings;
	if (goroutines >= dumpLimitGoroutines) {
		return `${formatCount(goroutines)} goroutines, and --dump-limit is ${formatCount(dumpLimitGoroutines)}`;
	}

	const requestMilliseconds = dumpCostNow(history)?.requestMilliseconds ?? 0;
	return errands.dump === 'when needed' && requestMilliseconds > budgetFraction * millisecondsPerMinute
		? `it would take about ${formatMilliseconds(requestMilliseconds)}, more than --budget pays for in a minute`
		: undefined;
}

/** The warnings of a process that is gone have the same ids as those of the one that answers now. */
function forgetRestarted(session: Session): Session {
	const {errandLog, history} = session;
	const {dumpedForAt} = errandLog;
	const isAnother =
		dumpedForAt !== undefined && history.marks.some(({kind, at}) => kind === 'restart' && at > dumpedForAt);
	return isAnother ? {...session, errandLog: {...errandLog, dumpedFor: [], dumpedForAt: undefined}} : session;
}
