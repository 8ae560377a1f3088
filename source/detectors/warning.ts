import type {SiteKey} from '../profile/site.ts';
import type {Count, UnixMilliseconds} from '../profile/units.ts';
import type {Finding, Severity, Subject} from './detector.ts';
import type {DetectorId} from './thresholds.ts';

declare const warningIdBrand: unique symbol;
/** Detector and subject: the same warning in every reading, and after it resolved and came back. */
export type WarningId = string & {readonly [warningIdBrand]: true};

/** A finding that fired: everything its newest finding said, and since when. It holds from `since` to `resolvedAt`. */
export type Warning = Omit<Finding, 'since'> & {
	readonly id: WarningId;
	readonly detector: DetectorId;
	/** The detector's word, for the warning's line. */
	readonly word: string;
	readonly since: UnixMilliseconds;
	readonly firedAt: UnixMilliseconds;
	readonly lastSeenAt: UnixMilliseconds;
	readonly resolvedAt: UnixMilliseconds | undefined;
	readonly resolvedBecause: 'it cleared' | 'the target restarted' | undefined;
	/** Warnings that this one speaks for; they are not shown beside it. */
	readonly absorbed: readonly Warning[];
};

/** The site a warning is about: its subject, or the one that explains it best. */
export function siteKeyOf({subject, sites}: Warning): SiteKey | undefined {
	return subject.kind === 'site' ? subject.key : sites[0];
}

export function warningIdOf(detector: DetectorId, subject: Subject): WarningId {
	switch (subject.kind) {
		case 'site':
			return `${detector} site ${subject.key}` as WarningId;
		case 'profile':
		case 'thing':
			return `${detector} ${subject.kind} ${subject.name}` as WarningId;
		default:
			return `${detector} ${subject.kind}` as WarningId;
	}
}

const ranks: {readonly [severity in Severity]: Count} = {info: 0, warning: 1, critical: 2};

/** Below zero when `a` is milder than `b`. */
export function compareSeverity(a: Severity, b: Severity): number {
	return ranks[a] - ranks[b];
}

/** An order for sorting: what is worst first, and what stands longest among equals. */
export function worstFirst(a: Warning, b: Warning): number {
	return (
		compareSeverity(b.severity, a.severity) || a.since - b.since || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
	);
}
