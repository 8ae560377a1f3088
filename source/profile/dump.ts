import type {Stack} from './frame.ts';
import type {Label} from './profile.ts';
import type {Count} from './units.ts';

/** One goroutine of a `goroutine?debug=2` dump, Go 1.19 to 1.27. */
export type DumpedGoroutine = {
	readonly id: Count;
	/** The wait reason or status as printed, without flags: `chan receive`, `select (no cases)`, `IO wait`. */
	readonly state: string;
	/** A lower bound: the runtime starts this clock at the first collection that finds the goroutine waiting. */
	readonly waitMinutes: Count | undefined;
	readonly flags: readonly ('leaked' | 'scan' | 'durable' | 'locked to thread')[];
	readonly bubble: Count | undefined;
	readonly labels: readonly Label[];
	readonly stack: Stack;
	/** The argument words of each frame, as printed between the parentheses; same length as `stack`. */
	readonly frameArguments: readonly string[];
	/** Frames the runtime left out of the middle or the end, when it said so. */
	readonly elidedFrames: Count;
	/** The `go` statement. Its `goroutineId` is known since Go 1.21. */
	readonly createdBy: {readonly frame: Stack[number]; readonly goroutineId: Count | undefined} | undefined;
};

/** A dump, with whether the runtime's 64 MiB limit (or the connection) cut its tail. */
export type Dump = {readonly goroutines: readonly DumpedGoroutine[]; readonly cut: boolean};
