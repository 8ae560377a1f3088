import type {ContentionProfile, SiteContention} from '../profile/contention-snapshot.ts';
import type {DumpSnapshot, GoroutineNumber} from '../profile/dump-snapshot.ts';
import type {Failure} from '../profile/failure.ts';
import type {SiteWaiters} from '../profile/goroutine-snapshot.ts';
import type {IndexPage} from '../profile/index-page.ts';
import type {LeakSnapshot} from '../profile/leak-snapshot.ts';
import type {RuntimeMetrics} from '../profile/runtime-metrics.ts';
import type {Site, SiteKey} from '../profile/site.ts';
import type {SiteId} from '../profile/site-id.ts';
import type {
	Count,
	Fraction,
	Milliseconds,
	Nanoseconds,
	Seconds,
	UnixMilliseconds,
} from '../profile/units.ts';
import {
	emptyHeapProfile,
	emptyMemory,
	type HeapProfileHistory,
	type MemoryHistory,
} from './memory-history.ts';
import {emptySeries, type Series} from './series.ts';
import {type Sites, sitesOf} from './sites.ts';

/** Something that breaks comparison or that charts should show. */
export type Mark = {
	readonly at: UnixMilliseconds;
	readonly kind: 'restart' | 'gap' | 'rate-change';
	readonly text: string;
};

/** What one site did in a cumulative profile. */
export type SiteRates = {
	readonly cumulative: SiteContention;
	/** Nanoseconds of delay per second of wall time: divided by 1e9 it is the mean number of goroutines waiting. */
	readonly delayPerSecond: Series;
	readonly eventsPerSecond: Series;
	/** Since the reading before the newest in which anything had happened. */
	readonly last: {
		readonly contentions: Count;
		readonly delayNanoseconds: Nanoseconds;
		readonly elapsedMilliseconds: Milliseconds;
	};
};

/** Everything known about one site, over the profiles in which it appears. */
export type SiteHistory = {
	readonly id: SiteId;
	readonly site: Site;
	readonly firstSeenAt: UnixMilliseconds;
	readonly lastSeenAt: UnixMilliseconds;
	/** Goroutines waiting here, one point per goroutine profile since somebody first did. */
	readonly waiting: Series;
	/** As of the newest goroutine profile; undefined when none waits here now. */
	readonly waiters: SiteWaiters | undefined;
	readonly rates: {readonly [profile in ContentionProfile]?: SiteRates};
};

/** Whether the target records a profile: known only by asking (mutex), or by a probe (block). */
export type Profiling =
	| {readonly state: 'unknown'}
	| {readonly state: 'off'}
	| {readonly state: 'on'; readonly period: Count | undefined}
	| {readonly state: 'missing'};

export type ContentionHistory = {
	readonly profiling: Profiling;
	/** Of the newest reading; undefined before the first. */
	readonly takenAt: UnixMilliseconds | undefined;
	/** When its counters came: rates are over the time between two of these. */
	readonly countedAt: UnixMilliseconds | undefined;
	/** The sites of the newest reading, where others found no room in it. */
	readonly listed: ReadonlySet<SiteKey> | undefined;
	/** Readings since `comparableSince`; rates exist from the second on. */
	readonly readings: Count;
	readonly contentions: Count;
	readonly delayNanoseconds: Nanoseconds;
	readonly delayPerSecond: Series;
	readonly eventsPerSecond: Series;
};

/** Dumps of all goroutines: fetched on request, or once when a warning needs one. */
export type DumpHistory = {
	readonly takenAt: UnixMilliseconds | undefined;
	/** Dumps of this process. */
	readonly count: Count;
	readonly latest: DumpSnapshot | undefined;
	/**
	 * For those waiters of the latest dump that an earlier one found in the same wait (number, state, stack and lock): when
	 * one first did. It may have run in between and come back.
	 */
	readonly seenSince: ReadonlyMap<GoroutineNumber, UnixMilliseconds>;
	/** For locks that somebody waits for (`lockKeyOf`): the newest dump that no longer found a former waiter there. */
	readonly lockMovedAt: ReadonlyMap<string, UnixMilliseconds>;
};

/** What the runtime's own leak detection found. */
export type LeakHistory = {
	readonly takenAt: UnixMilliseconds | undefined;
	readonly latest: LeakSnapshot | undefined;
};

/** How the watching itself fares. */
export type WatchHealth = {
	readonly intervalMilliseconds: Milliseconds;
	readonly lastGoodAt: UnixMilliseconds | undefined;
	/** Share of one core of the target that polling took lately, and what it may take. */
	readonly costFraction: Fraction;
	readonly budgetFraction: Fraction;
	/** Time of the newest heartbeat, request to last byte. */
	readonly pollMilliseconds: Milliseconds | undefined;
	/** Wanted interval times this is what the budget allows for goroutine profiles now. */
	readonly slowedTo: Milliseconds | undefined;
	readonly failure:
		| {
				readonly failure: Failure;
				readonly since: UnixMilliseconds;
				readonly nextTryAt: UnixMilliseconds | undefined;
		  }
		| undefined;
	/** Nobody listened for a while, and whoever answers now has yet to show that it is the process from before. */
	readonly isProcessInDoubt: boolean;
	/** Records that decoders did not understand, since the start. */
	readonly skipped: Count;
};

/** What goroutop knows of one process over time: what detectors read and screens show. */
export type History = {
	readonly beganAt: UnixMilliseconds;
	/** Time of the newest event. */
	readonly at: UnixMilliseconds;
	/** Data from before this moment must not be compared with data after it. */
	readonly comparableSince: UnixMilliseconds;
	readonly index: IndexPage | undefined;
	/** From the heartbeat, our own goroutines left out. */
	readonly goroutines: Series;
	readonly threads: Series;
	readonly goroutinesTakenAt: UnixMilliseconds | undefined;
	/** Goroutine profiles since `comparableSince`. */
	readonly goroutineReadings: Count;
	readonly goroutinesInProfile: Count;
	readonly observers: Count;
	readonly sites: Sites;
	/** Sites that found no room in the newest readings: the smallest ones. */
	readonly sitesLeftOut: Count;
	readonly siteKeys: ReadonlyMap<SiteId, SiteKey>;
	readonly block: ContentionHistory;
	readonly mutex: ContentionHistory;
	readonly memory: MemoryHistory;
	readonly heapProfile: HeapProfileHistory;
	readonly dumps: DumpHistory;
	readonly leaks: LeakHistory;
	/** Scheduling latencies between the last two readings of the metrics, cumulative by upper bound. */
	readonly schedulingLatency: readonly {readonly upToSeconds: Seconds; readonly count: Count}[] | undefined;
	readonly metrics: RuntimeMetrics | undefined;
	readonly marks: readonly Mark[];
	readonly watch: WatchHealth;
};

export const emptyContention: ContentionHistory = {
	profiling: {state: 'unknown'},
	takenAt: undefined,
	countedAt: undefined,
	listed: undefined,
	readings: 0,
	contentions: 0,
	delayNanoseconds: 0,
	delayPerSecond: emptySeries,
	eventsPerSecond: emptySeries,
};

const emptyDumps: DumpHistory = {
	takenAt: undefined,
	count: 0,
	latest: undefined,
	seenSince: new Map(),
	lockMovedAt: new Map(),
};

export function emptyHistory(
	at: UnixMilliseconds,
	watch: Pick<WatchHealth, 'intervalMilliseconds' | 'budgetFraction'>,
): History {
	return {
		beganAt: at,
		at,
		comparableSince: at,
		index: undefined,
		goroutines: emptySeries,
		threads: emptySeries,
		goroutinesTakenAt: undefined,
		goroutineReadings: 0,
		goroutinesInProfile: 0,
		observers: 0,
		sites: sitesOf([]),
		sitesLeftOut: 0,
		siteKeys: new Map(),
		block: emptyContention,
		mutex: emptyContention,
		memory: emptyMemory,
		heapProfile: emptyHeapProfile,
		dumps: emptyDumps,
		leaks: {takenAt: undefined, latest: undefined},
		schedulingLatency: undefined,
		metrics: undefined,
		marks: [],
		watch: {
			...watch,
			lastGoodAt: undefined,
			costFraction: 0,
			pollMilliseconds: undefined,
			slowedTo: undefined,
			failure: undefined,
			isProcessInDoubt: false,
			skipped: 0,
		},
	};
}
