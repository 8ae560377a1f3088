import type {ContentionProfile, ContentionSnapshot} from '../profile/contention-snapshot.ts';
import type {DumpSnapshot} from '../profile/dump-snapshot.ts';
import type {Failure} from '../profile/failure.ts';
import type {GoroutineSnapshot} from '../profile/goroutine-snapshot.ts';
import type {HeapSnapshot} from '../profile/heap-snapshot.ts';
import type {IndexPage} from '../profile/index-page.ts';
import type {LeakSnapshot} from '../profile/leak-snapshot.ts';
import type {MemoryStats} from '../profile/memory-stats.ts';
import type {RuntimeMetrics} from '../profile/runtime-metrics.ts';
import type {Count, Fraction, Milliseconds, UnixMilliseconds} from '../profile/units.ts';
import type {Profiling} from '../series/history.ts';
import type {Key} from './key.ts';

/**
 * Everything a session ever learns. `at` is when it happened on our clock; events come in order of `at`, and the same
 * events always make the same session.
 */
export type SessionEvent = TargetEvent | PersonEvent;

/** What the sampler has to tell. Every expected outcome of polling is one of these. */
export type TargetEvent =
	| {
			readonly type: 'index-read';
			readonly at: UnixMilliseconds;
			readonly index: IndexPage;
			readonly pollMilliseconds: Milliseconds;
	  }
	| {readonly type: 'goroutines-read'; readonly at: UnixMilliseconds; readonly snapshot: GoroutineSnapshot}
	/** `countedAt` is when the counters came, where it took a while to read them. */
	| {
			readonly type: 'contention-read';
			readonly at: UnixMilliseconds;
			readonly snapshot: ContentionSnapshot;
			readonly countedAt?: UnixMilliseconds;
	  }
	| {
			readonly type: 'profiling-known';
			readonly at: UnixMilliseconds;
			readonly profile: ContentionProfile;
			readonly profiling: Profiling;
	  }
	/** `elapsedMilliseconds` is how long the request took. */
	| {
			readonly type: 'dump-read';
			readonly at: UnixMilliseconds;
			readonly snapshot: DumpSnapshot;
			readonly elapsedMilliseconds?: Milliseconds;
	  }
	| {
			readonly type: 'leaks-read';
			readonly at: UnixMilliseconds;
			readonly snapshot: LeakSnapshot;
			readonly elapsedMilliseconds?: Milliseconds;
	  }
	| {readonly type: 'heap-profile-read'; readonly at: UnixMilliseconds; readonly snapshot: HeapSnapshot}
	| {readonly type: 'memory-read'; readonly at: UnixMilliseconds; readonly stats: MemoryStats}
	| {readonly type: 'metrics-read'; readonly at: UnixMilliseconds; readonly metrics: RuntimeMetrics}
	/** The executable's path on the target's machine and its build id, from a profile's mapping. */
	| {
			readonly type: 'identified';
			readonly at: UnixMilliseconds;
			readonly executable: string;
			readonly buildId: string | undefined;
			readonly ownRoot: string | undefined;
	  }
	/** The target as a whole could not be read (the heartbeat failed); it is tried again at `nextTryAt`. */
	| {
			readonly type: 'read-failed';
			readonly at: UnixMilliseconds;
			readonly failure: Failure;
			readonly nextTryAt: UnixMilliseconds | undefined;
	  }
	/**
	 * One profile could not be read while the heartbeat goes on: too large, not a profile, forbidden, … Errands end in this
	 * too (`dump`, `goroutineleak`), also when the target was lost before their turn came.
	 */
	| {
			readonly type: 'profile-failed';
			readonly at: UnixMilliseconds;
			readonly profile: string;
			readonly failure: Failure;
			readonly nextTryAt: UnixMilliseconds | undefined;
	  }
	| {
			readonly type: 'paced';
			readonly at: UnixMilliseconds;
			/** Share of one core of the target that polling took over the last minute. */
			readonly costFraction: Fraction;
			/** What the goroutine profile's interval was stretched to by its cost; undefined when it is not. */
			readonly slowedTo: Milliseconds | undefined;
	  }
	/** Records that a decoder did not understand. */
	| {readonly type: 'skipped'; readonly at: UnixMilliseconds; readonly skipped: Count}
	/** Time passes: sent each second so that ages count up although the target is silent. */
	| {readonly type: 'ticked'; readonly at: UnixMilliseconds};

export type PersonEvent =
	| {
			readonly type: 'key-pressed';
			readonly at: UnixMilliseconds;
			readonly key: Key;
			/** The last line that what lies over the screen could begin with as it was drawn, where that is known. */
			readonly lastScroll?: Count | undefined;
	  }
	| {
			readonly type: 'resized';
			readonly at: UnixMilliseconds;
			readonly widthColumns: Count;
			readonly heightRows: Count;
	  };
