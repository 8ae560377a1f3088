import type {Stack} from '../profile/frame.ts';
import type {SiteKey} from '../profile/site.ts';
import type {Count, UnixMilliseconds} from '../profile/units.ts';
import type {History} from '../series/history.ts';
import type {DetectorId, Thresholds} from './thresholds.ts';

export type Severity = 'info' | 'warning' | 'critical';

/** `confirmed` by the runtime itself, `strong` where the evidence leaves little else, `suspected` where more would settle it. */
export type Confidence = 'confirmed' | 'strong' | 'suspected';

export type Subject =
	| {readonly kind: 'process'}
	| {readonly kind: 'site'; readonly key: SiteKey}
	/** Something that has a name of its own: a pool, a set of locks. The site to look at first is `sites[0]`. */
	| {readonly kind: 'thing'; readonly name: string}
	| {readonly kind: 'profile'; readonly name: string}
	| {readonly kind: 'watch'};

/** One number that the verdict rests on. `text` is the number with its unit, as people read it. */
export type Evidence = {
	readonly name: string;
	readonly value: number;
	readonly unit: string;
	readonly text: string;
};

/**
 * A finding of another detector that this one tells already: they show as one. With `at`, only while that is the first
 * site it names: what is said of the whole process may be about another place.
 */
export type Absorbed = {readonly detector: DetectorId; readonly subject: Subject; readonly at?: SiteKey};

/** What a detector says of one subject in one reading. */
export type Finding = {
	readonly subject: Subject;
	readonly severity: Severity;
	/** What to call it where the detector's own word says too much: `queue` for what is no leak. */
	readonly word?: string;
	/** The fact with its numbers, without the place: `9,204 in chan send, +2,280/min`. */
	readonly headline: string;
	/** One sentence: why it matters. */
	readonly why: string;
	/** One step to take, in the imperative; `shortStep` is the same in at most four words, for the narrow line. */
	readonly nextStep: string;
	readonly shortStep: string;
	readonly confidence: Confidence;
	readonly evidence: readonly Evidence[];
	/** When the condition began as far as the data shows; undefined: when it was first seen. */
	readonly since: UnixMilliseconds | undefined;
	/** The stack to look at. */
	readonly stack: Stack | undefined;
	/**
	 * The sites to look at, most important first. The first is the place to show on the warning's line; it is the
	 * subject itself when that is a site. Empty when no site stands out.
	 */
	readonly sites: readonly SiteKey[];
	readonly absorbs: readonly Absorbed[];
	/** A dump of all goroutines would settle it: one is taken where it costs next to nothing. */
	readonly wantsDump?: boolean;
	/** Other stacks to see beside it, with a word on each: `goroutine 12 waits for 0xc00001aa38, held by goroutine 7`. */
	readonly beside?: readonly {readonly title: string; readonly stack: Stack}[];
};

/** Which new reading makes a detector look again. `watch` is each heartbeat, failed or not. */
export type Reading =
	| 'heartbeat'
	| 'goroutines'
	| 'block'
	| 'mutex'
	| 'memory'
	| 'heap profile'
	| 'metrics'
	| 'dump'
	| 'leaks'
	| 'watch';

/**
 * `too-early`: there is not enough comparable data for a verdict; what fired before neither holds nor clears. The same goes
 * for what a target never tells: a detector that needs runtime metrics stays without a verdict where there are none, and
 * only its row in the README says that it needs them.
 */
export type Check =
	| {readonly kind: 'too-early'}
	| {readonly kind: 'findings'; readonly findings: readonly Finding[]};

/**
 * An opinion: a pure function of history. It fires after it found the same subject in `holdReadings` readings in a row
 * and clears after `clearReadings` without it (thresholds).
 */
export type Detector<Id extends DetectorId = DetectorId> = {
	readonly id: Id;
	/** What people call it, on the warning line: `leak`, `contention`. */
	readonly word: string;
	readonly reads: readonly Reading[];
	/** `at` is now: later than `history.at` when time passed and nothing came. */
	readonly check: (history: History, thresholds: Thresholds[Id], at: UnixMilliseconds) => Check;
	/**
	 * Asked about what fired and is no longer found: what to say now when the trouble has stopped growing but is still
	 * there. Undefined lets the warning clear.
	 */
	readonly lingers?: (
		history: History,
		finding: Pick<Finding, 'subject' | 'evidence'>,
		thresholds: Thresholds[Id],
	) => Pick<Finding, 'headline' | 'why'> | undefined;
};

export type Holding = {readonly holdReadings: Count; readonly clearReadings: Count};

export const tooEarly: Check = {kind: 'too-early'};

export function found(...findings: readonly Finding[]): Check {
	return {kind: 'findings', findings};
}
