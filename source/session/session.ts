import type {DetectorSettings} from '../detectors/settings.ts';
import {emptyWarningLog, type WarningLog} from '../detectors/warning-log.ts';
import type {Failure} from '../profile/failure.ts';
import type {Count, Fraction, Milliseconds, UnixMilliseconds} from '../profile/units.ts';
import {emptyHistory, type History} from '../series/history.ts';
import {type ErrandLog, emptyErrandLog} from './errand-log.ts';
import type {Look} from './look.ts';

/** What is watched, as far as it has said. `caution` is said on screen as long as it holds (`certificate not checked`). */
export type TargetIdentity = {
	readonly address: string;
	readonly executable: string | undefined;
	readonly buildId: string | undefined;
	readonly caution: string | undefined;
	/** Folder of the people's own code, learnt from the first goroutine profile. */
	readonly ownRoot: string | undefined;
};

/** What the sampler fetches only when asked: a dump of all goroutines, the runtime's own leak detection. */
export type ErrandName = 'dump' | 'leaks';

/** How often each errand was asked for so far: one more is a new wish, fulfilled once. */
export type Errands = {readonly [name in ErrandName]: number};

/**
 * Who may ask: the person alone, a warning too that needs it and where it costs next to nothing, or the program again and
 * again within its limits.
 */
export type ErrandMode = 'on request' | 'when needed' | 'regularly';

export type Settings = {
	readonly errands: {readonly [name in ErrandName]: ErrandMode};
	/** From this many goroutines on, no dump is taken by itself; what the person asks for has its own guard. */
	readonly dumpLimitGoroutines: Count;
	readonly intervalMilliseconds: Milliseconds;
	readonly budgetFraction: Fraction;
	readonly detectors: DetectorSettings;
	/** ASCII marks and sparklines instead of Unicode ones. */
	readonly ascii: boolean;
	/** Local time minus UTC: clocks on screen are the person's, not the target's. */
	readonly utcOffsetMilliseconds: Milliseconds;
};

/** Something only the edge can do; done once for each new `serial`. */
export type Wish = {readonly serial: number} & (
	| {readonly kind: 'none'}
	| {readonly kind: 'quit'}
	| {readonly kind: 'suspend'}
	| {readonly kind: 'redraw'}
	| {readonly kind: 'copy'; readonly text: string}
);

/** A word to the person that goes away by itself. */
export type Notice = {readonly text: string; readonly until: UnixMilliseconds};

/** What is known, as it stood when the person pressed pause. */
export type Known = {
	readonly history: History;
	readonly warnings: WarningLog;
};

/**
 * Everything goroutop knows of one process and how one person looks at it. The same events make the same session;
 * slices that an event does not touch stay identical.
 */
export type Session = Known & {
	readonly at: UnixMilliseconds;
	readonly target: TargetIdentity;
	readonly settings: Settings;
	readonly look: Look;
	/** Set while paused; sampling goes on behind it. */
	readonly frozen: (Known & {readonly at: UnixMilliseconds}) | undefined;
	/** Profiles that cannot be read while the target answers, by name. */
	readonly profileFailures: ReadonlyMap<string, Failure>;
	readonly notice: Notice | undefined;
	readonly errands: Errands;
	readonly errandLog: ErrandLog;
	readonly wish: Wish;
};

export function newSession(
	at: UnixMilliseconds,
	target: Pick<TargetIdentity, 'address' | 'caution'>,
	settings: Settings,
	look: Partial<Look> = {},
): Session {
	return {
		at,
		target: {...target, executable: undefined, buildId: undefined, ownRoot: undefined},
		settings,
		history: emptyHistory(at, settings),
		warnings: emptyWarningLog,
		frozen: undefined,
		profileFailures: new Map(),
		notice: undefined,
		errands: {dump: 0, leaks: 0},
		errandLog: emptyErrandLog,
		wish: {serial: 0, kind: 'none'},
		look: {
			widthColumns: 80,
			heightRows: 24,
			screen: 'sites',
			overlay: {kind: 'none'},
			cursors: {},
			sorts: {},
			held: undefined,
			filter: {applied: '', draft: undefined},
			ownCodeOnly: false,
			rangeIndex: 1,
			baseline: undefined,
			...look,
		},
	};
}

/** What the screen shows: the present, or the moment of the pause. */
export function shown(session: Session): Known & {readonly at: UnixMilliseconds} {
	return session.frozen ?? session;
}

export function withLook(session: Session, change: Partial<Look>): Session {
	return {...session, look: {...session.look, ...change}};
}
