import type {Bytes, Count, Milliseconds} from '../profile/units.ts';
import type {History} from '../series/history.ts';

/**
 * What a dump of all goroutines does to the process it is taken from. Measured with Go 1.19 on two cores, from a thousand
 * goroutines to a million: the request takes 19 µs for each goroutine, from about 100,000 on 30 µs; the runtime stops
 * everything for 5 to 13 µs for each; a goroutine is some 460 bytes of text, and Go ends the dump at 64 MiB. All that with
 * stacks of ten frames, as a goroutine profile counts them: deeper ones cost more, as each frame is looked up and printed.
 */
const requestPerGoroutineMilliseconds: Milliseconds = 0.019;
const requestPerGoroutineOfManyMilliseconds: Milliseconds = 0.03;
const manyGoroutines: Count = 50_000;
const stopPerGoroutineMilliseconds: Milliseconds = 0.0095;
const bytesPerGoroutine: Bytes = 460;
const measuredFramesEach: Count = 10;
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
	/** For how long nothing runs in the process. */
	readonly stopMilliseconds: Milliseconds;
	/** There are probably more goroutines than Go prints. */
	readonly isProbablyCut: boolean;
};

export function dumpCost(goroutines: Count, framesEach: Count = measuredFramesEach): DumpCost {
	const perGoroutine =
		goroutines < manyGoroutines ? requestPerGoroutineMilliseconds : requestPerGoroutineOfManyMilliseconds;
	const depth = Math.max(1, framesEach / measuredFramesEach);
	return {
		requestMilliseconds: goroutines * perGoroutine * depth,
		stopMilliseconds: goroutines * stopPerGoroutineMilliseconds * depth,
		isProbablyCut: goroutines * bytesPerGoroutine * depth > maxDumpBytes,
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
