import type {ContentionProfile, ContentionSnapshot} from './contention-snapshot.ts';
import type {DumpSnapshot} from './dump-snapshot.ts';
import type {GoroutineSnapshot} from './goroutine-snapshot.ts';
import type {HeapSnapshot} from './heap-snapshot.ts';
import type {LeakSnapshot} from './leak-snapshot.ts';
import type {Nanoseconds, UnixMilliseconds} from './units.ts';

/** What a saved file can hold; `heap` stands for allocs, too: both profiles say the same. */
export type EvidenceKind = 'dump' | 'goroutine' | 'goroutineleak' | ContentionProfile | 'heap';

type Held =
	| {
			readonly kind: 'dump';
			readonly dump: DumpSnapshot;
			/** The same goroutines, with those that wait for nothing, as a goroutine profile counts them. */
			readonly goroutines: GoroutineSnapshot;
			/** Those that the runtime itself marked as leaked; undefined when it marked none. */
			readonly leaks: LeakSnapshot | undefined;
	  }
	| {readonly kind: 'goroutine' | 'goroutineleak'; readonly goroutines: GoroutineSnapshot}
	| {readonly kind: ContentionProfile; readonly contention: ContentionSnapshot}
	| {readonly kind: 'heap'; readonly heap: HeapSnapshot};

/** What was found in a saved dump or profile. The times are the target's own and only in protobuf profiles. */
export type FileEvidence = Held & {
	readonly takenAtUnixMilliseconds: UnixMilliseconds | undefined;
	/** Above zero where a profile counts from then on only (`seconds=30`), not from the start of the process. */
	readonly durationNanoseconds: Nanoseconds;
	readonly executable: string | undefined;
	readonly buildId: string | undefined;
	/** Folder of the people's own code; undefined when no stack told. */
	readonly ownRoot: string | undefined;
};
