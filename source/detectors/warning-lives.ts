import type {Count, Milliseconds, UnixMilliseconds} from '../profile/units.ts';
import type {History} from '../series/history.ts';
import type {CheckResult} from './check-reading.ts';
import type {Finding} from './detector.ts';
import {isAbsorbed} from './one-fact.ts';
import type {DetectorId} from './thresholds.ts';
import {compareSeverity, type Warning, type WarningId, warningIdOf} from './warning.ts';

/** Found in `readings` readings in a row: not yet often enough to be said. */
type PendingWarning = {
	readonly id: WarningId;
	readonly detector: DetectorId;
	readonly since: UnixMilliseconds;
	readonly readings: Count;
};

type StandingWarning = Warning & {
	/** Readings in a row that did not find it; it clears when they are enough. */
	readonly missedReadings: Count;
	/** Readings in a row that found it milder; only when they are enough does its severity fall. */
	readonly milderReadings: Count;
	/** When no other warning spoke for it, so that people saw it: first and last. */
	readonly shownFrom: UnixMilliseconds | undefined;
	readonly shownTo: UnixMilliseconds | undefined;
};

/** Pending, then standing, then resolved: the newest last, at most `resolvedKept`. */
export type WarningLives = {
	readonly pending: readonly PendingWarning[];
	readonly standing: readonly StandingWarning[];
	readonly resolved: readonly Warning[];
	/** The history's `comparableSince` as of the newest reading. */
	readonly comparableSince: UnixMilliseconds | undefined;
};

const resolvedKept = 200;

/**
 * After a break in the data nothing pending counts. After a restart, what stood was about a process that is gone; after
 * a gap it stands until its detector has had enough readings again to say so.
 */
export function beginAnew(
	lives: WarningLives,
	{comparableSince, marks}: Pick<History, 'comparableSince' | 'marks'>,
	at: UnixMilliseconds,
): WarningLives {
	const was = lives.comparableSince;
	if (was === comparableSince) {
		return lives;
	}

	const restarted = was !== undefined && marks.some(mark => mark.kind === 'restart' && mark.at > was);
	const isOver = (warning: Warning) => restarted && warning.subject.kind !== 'watch';
	const over = lives.standing.filter(isOver).map(warning => resolve(warning, at, 'the target restarted'));
	return {
		comparableSince,
		pending: [],
		standing: lives.standing.filter(warning => !isOver(warning)),
		resolved: addResolved(lives, over),
	};
}

/** Moves the warnings of one detector along by one reading; the same value comes back when it has nothing to add. */
export function applyResult(lives: WarningLives, result: CheckResult, at: UnixMilliseconds): WarningLives {
	const {check, detector, holding} = result;
	const isOwn = (warning: {readonly detector: DetectorId}) => warning.detector === detector;
	if (check.kind === 'too-early') {
		return lives;
	}

	if (check.findings.length === 0 && !lives.pending.some(isOwn) && !lives.standing.some(isOwn)) {
		return lives;
	}

	const findings = new Map<WarningId, Finding>(
		check.findings.map(finding => [warningIdOf(detector, finding.subject), finding]),
	);
	const standing: StandingWarning[] = [];
	const resolved: StandingWarning[] = [];
	for (const warning of lives.standing) {
		const finding = findings.get(warning.id);
		findings.delete(warning.id);
		const lingering = isOwn(warning) && finding === undefined ? result.lingers(warning) : undefined;
		if (!isOwn(warning)) {
			standing.push(warning);
		} else if (finding !== undefined) {
			standing.push(seenAgain(warning, finding, at, result));
		} else if (lingering !== undefined) {
			standing.push({...warning, ...lingering, lastSeenAt: at, missedReadings: 0});
		} else if (warning.missedReadings + 1 < holding.clearReadings) {
			standing.push({...warning, missedReadings: warning.missedReadings + 1});
		} else {
			resolved.push(resolve(warning, at, 'it cleared'));
		}
	}

	const held = new Map(lives.pending.filter(isOwn).map(warning => [warning.id, warning]));
	const pending = lives.pending.filter(warning => !isOwn(warning));
	for (const [id, finding] of findings) {
		const before = held.get(id);
		const readings = (before?.readings ?? 0) + 1;
		const since = before?.since ?? finding.since ?? at;
		if (readings < holding.holdReadings) {
			pending.push({id, detector, since, readings});
		} else {
			standing.push(fire(result, id, {...finding, since}, at));
		}
	}

	return {...lives, pending, standing, resolved: addResolved(lives, resolved)};
}

function fire(
	{detector, word}: CheckResult,
	id: WarningId,
	finding: Finding & {readonly since: UnixMilliseconds},
	at: UnixMilliseconds,
): StandingWarning {
	return {
		...finding,
		id,
		detector,
		word: finding.word ?? word,
		firedAt: at,
		lastSeenAt: at,
		resolvedAt: undefined,
		resolvedBecause: undefined,
		absorbed: [],
		missedReadings: 0,
		milderReadings: 0,
		shownFrom: undefined,
		shownTo: undefined,
	};
}

/** Notes which of the standing warnings are shown by themselves. */
export function noteShown(
	lives: WarningLives,
	shown: readonly Warning[],
	at: UnixMilliseconds,
): WarningLives {
	const ids = new Set(shown.map(({id}) => id));
	const standing = lives.standing.map(warning =>
		ids.has(warning.id) ? {...warning, shownFrom: warning.shownFrom ?? at, shownTo: at} : warning,
	);
	return {...lives, standing};
}

function seenAgain(
	warning: StandingWarning,
	finding: Finding,
	at: UnixMilliseconds,
	{word, holding: {clearReadings}}: CheckResult,
): StandingWarning {
	const isMilder = compareSeverity(finding.severity, warning.severity) < 0;
	const milderReadings = isMilder ? warning.milderReadings + 1 : 0;
	const keepsSeverity = isMilder && milderReadings < clearReadings;
	return {
		...warning,
		...finding,
		word: finding.word ?? word,
		since: warning.since,
		severity: keepsSeverity ? warning.severity : finding.severity,
		lastSeenAt: at,
		missedReadings: 0,
		milderReadings: keepsSeverity ? milderReadings : 0,
	};
}

function resolve(
	warning: StandingWarning,
	resolvedAt: UnixMilliseconds,
	resolvedBecause: Warning['resolvedBecause'],
): StandingWarning {
	return {...warning, resolvedAt, resolvedBecause};
}

function asRemembered({
	missedReadings: _missed,
	milderReadings: _milder,
	shownFrom: _from,
	shownTo: _to,
	...warning
}: StandingWarning): Warning {
	return warning;
}

/** Shown for so long a warning may have been read, and whoever read it will look for it in the log. */
const readableMilliseconds: Milliseconds = 10_000;

/** What another warning spoke for when it ended is remembered by itself only where people saw it by itself. */
function addResolved(lives: WarningLives, resolved: readonly StandingWarning[]): readonly Warning[] {
	const others = [...lives.standing, ...lives.resolved];
	const own = resolved.filter(
		warning =>
			(warning.shownTo ?? 0) - (warning.shownFrom ?? 0) >= readableMilliseconds ||
			!others.some(
				other =>
					(other.resolvedAt ?? Number.POSITIVE_INFINITY) > warning.lastSeenAt &&
					other.absorbs.some(
						absorbed =>
							warningIdOf(absorbed.detector, absorbed.subject) === warning.id &&
							isAbsorbed(warning, absorbed),
					),
			),
	);
	return own.length === 0
		? lives.resolved
		: [...lives.resolved, ...own.map(asRemembered)].slice(-resolvedKept);
}
