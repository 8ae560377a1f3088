import type {Bytes, Count, Milliseconds} from '../profile/units.ts';
import type {History} from '../series/history.ts';

/**
 * What a dump of all goroutines does to the process it is taken from. Measured with Go 1.23, 1.26 and 1.27 on two cores, from
 * a thousand goroutines to 50,000: the runtime stops everything for 15 µs for each goroutine of ten frames, as a goroutine
 * profile counts them; for 15 to 30 µs where other programs want the cores too; and in proportion for deeper ones, as each
 * frame is looked up and printed. It prints into a buffer of 1 MiB, and begins anew with one twice as large for as long as
 * they do not fit, up to 64 MiB (writeGoroutineStacks in runtime/pprof): every attempt goes through all goroutines, and stops
 * everything again.
 */
const stopPerGoroutineMilliseconds: Milliseconds = 0.02;
/** What the request takes beside: memory for the buffers, and the sending. */
const sendingPerGoroutineMilliseconds: Milliseconds = 0.004;
const bytesPerGoroutine: Bytes = 700;
const measuredFramesEach: Count = 10;
const firstBufferBytes: Bytes = 1024 * 1024;
const maxDumpBytes: Bytes = 64 * 1024 * 1024;

/** From so many goroutines on a dump is taken only when the person knows what it costs, or forces it. */
const askedFrom: Count = 1000;
const forcedFrom: Count = 10_000;

export type DumpGuard = 'free' | 'asks' | 'needs force';

/** What it takes to have a dump of so many goroutines. */
export function dumpGuard(goroutines: Count): DumpGuard {
	if (goroutines < askedFrom) {
		return 'free';
	}

	return goroutines < forcedFrom ? 'asks' : 'needs force';
}

/** What a dump of so many goroutines will cost, roughly. */
export type DumpCost = {
	/** From asking to the last byte, without the network. */
	readonly requestMilliseconds: Milliseconds;
	/** How often nothing runs in the process, with hardly anything between, and for how long each time. */
	readonly stops: Count;
	readonly stopMilliseconds: Milliseconds;
	/** There are probably more goroutines than Go prints. */
	readonly isProbablyCut: boolean;
};

export function dumpCost(goroutines: Count, framesEach: Count = measuredFramesEach): DumpCost {
	const measured = goroutines * Math.max(1, framesEach / measuredFramesEach);
	const bytes = measured * bytesPerGoroutine;
	const buffer = Math.min(Math.max(bytes, firstBufferBytes), maxDumpBytes);
	const stops = 1 + Math.ceil(Math.log2(buffer / firstBufferBytes));
	const stopMilliseconds = measured * stopPerGoroutineMilliseconds;
	return {
		requestMilliseconds: stops * stopMilliseconds + measured * sendingPerGoroutineMilliseconds,
		stops,
		stopMilliseconds,
		isProbablyCut: bytes > maxDumpBytes,
	};
}

/** Goroutines as the newest heartbeat counts them, ours among them. */
export function goroutineCount({index}: History): Count | undefined {
	return index?.counts.get('goroutine');
}

/** What a dump of the process would cost now; undefined before it has told how many goroutines it has. */
export function dumpCostNow(history: History): DumpCost | undefined {
	const goroutines = goroutineCount(history);
	return goroutines === undefined ? undefined : dumpCost(goroutines, meanFrames(history));
}

/** Frames of a goroutine on average, as the newest goroutine profile has them; undefined before the first. */
function meanFrames({sites}: History): Count | undefined {
	const groups = sites.values().flatMap(({waiters}) => waiters?.groups ?? []);
	const goroutines = groups.reduce((sum, {count}) => sum + count, 0);
	const frames = groups.reduce((sum, {count, stack}) => sum + count * stack.length, 0);
	return goroutines === 0 ? undefined : frames / goroutines;
}
