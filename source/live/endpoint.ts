import type {ContentionProfile} from '../profile/contention-snapshot.ts';
import {
	type Bytes,
	type Count,
	type Fraction,
	type Milliseconds,
	millisecondsPerMinute,
	millisecondsPerSecond,
} from '../profile/units.ts';
import type {ErrandName} from '../session/session.ts';

export type EndpointName =
	| 'index'
	| 'goroutine'
	| 'mutex-header'
	| 'block'
	| 'mutex'
	| 'heap'
	| 'metrics'
	| 'heap-profile'
	| 'block-probe'
	| ErrandName;

/** Something to be asked of the target again and again, or, when it is an errand, as somebody wants it. The index is the heartbeat. */
export type Endpoint = {
	readonly name: EndpointName;
	/** As in a TargetRequest. */
	readonly path: string;
	readonly maxBytes: Bytes;
	/** What is wanted of it is in its last bytes. */
	readonly tailBytes?: Bytes;
	/** It is not asked more often than this, nor more often than the person's interval says. */
	readonly leastIntervalMilliseconds: Milliseconds;
	/** Share of the budget that is its own where not all can have what they want; these add up to one. */
	readonly weight: Fraction;
	/** For how long the target holds the request by its own will, at no cost. */
	readonly heldMilliseconds: Milliseconds;
	/** What a request costs in all, by the time it takes: above 1 where it leaves the collector of the target work. */
	readonly collectorFactor: number;
	/** Share of the person's timeout that it is waited for: heartbeats wait behind it meanwhile. */
	readonly patienceFraction: Fraction;
	/** It is waited for at least this long, whatever the person's timeout, and longer by so much for each goroutine. */
	readonly leastTimeoutMilliseconds: Milliseconds;
	readonly timeoutPerGoroutineMilliseconds: Milliseconds;
};

/**
 * A goroutine profile allocates some 260 bytes per goroutine. `npm run bench cost-to-target` finds that collecting them
 * costs up to 0.75 of the time it took to answer, on 10,000 goroutines in a small heap; a larger heap collects less often.
 */
const goroutineCollectorFactor = 1.75;

/** `heap?debug=1` can be megabytes of records; the statistics are in its last 8 KiB, and the rest is never looked at. */
export const heapTailBytes: Bytes = 64 * 1024;

const mebibyte: Bytes = 1024 * 1024;

/**
 * For what any target answers within milliseconds. One that holds it for long does so by its own will: VictoriaMetrics
 * switches mutex profiling on and waits ten seconds before it answers.
 */
const quickFraction: Fraction = 0.3;

/**
 * A leak profile takes as long as the collections that it asks for, in which the collector's own threads take a quarter of
 * all cores: how many these are cannot be seen, so this is a guess that a middling machine makes true.
 */
const leaksCollectorFactor = 2;

/** The runtime stops a dump at 64 MiB (runtime/pprof, writeGoroutineStacks): what is longer is no dump. */
const maxDumpBytes: Bytes = 65 * mebibyte;

/** However large the process is, somebody who waits wants to hear in the end that nothing came. */
const longestTimeoutMilliseconds: Milliseconds = 2 * millisecondsPerMinute;

/**
 * What is polled, in the order in which it is asked for at the start. The last two are errands: nobody asks for them but
 * the person, a warning, or who allowed them to be taken regularly. For `goroutine?debug=2` stops the world for as long
 * as it takes to print every goroutine, and `goroutineleak` has the target collect its whole heap.
 */
export const endpoints: readonly Endpoint[] = [
	// The index costs next to nothing and tells whether anybody is there: its cost is taken off before the rest is shared.
	endpoint('index', '', {maxBytes: mebibyte, weight: 0}),
	endpoint('goroutine', 'goroutine', {
		maxBytes: 64 * mebibyte,
		weight: 0.5,
		collectorFactor: goroutineCollectorFactor,
	}),
	endpoint('mutex-header', 'mutex?debug=1', {
		patienceFraction: quickFraction,
		maxBytes: 64 * mebibyte,
		weight: 0.02,
		leastIntervalMilliseconds: 30_000,
	}),
	endpoint('block', 'block', {patienceFraction: quickFraction, maxBytes: 64 * mebibyte, weight: 0.13}),
	endpoint('mutex', 'mutex', {patienceFraction: quickFraction, maxBytes: 64 * mebibyte, weight: 0.13}),
	endpoint('heap', 'heap?debug=1', {
		patienceFraction: quickFraction,
		maxBytes: 32 * mebibyte,
		tailBytes: heapTailBytes,
		weight: 0.04,
		leastIntervalMilliseconds: 15_000,
	}),
	endpoint('metrics', '/metrics', {
		patienceFraction: quickFraction,
		maxBytes: 16 * mebibyte,
		weight: 0.04,
		leastIntervalMilliseconds: 10_000,
	}),
	endpoint('heap-profile', 'heap', {
		patienceFraction: quickFraction,
		maxBytes: 64 * mebibyte,
		weight: 0.02,
		leastIntervalMilliseconds: millisecondsPerMinute,
	}),
	endpoint('block-probe', 'block?seconds=1', {
		maxBytes: 64 * mebibyte,
		weight: 0.02,
		leastIntervalMilliseconds: 5 * millisecondsPerMinute,
		heldMilliseconds: 1000,
	}),
	endpoint('dump', 'goroutine?debug=2', {
		maxBytes: maxDumpBytes,
		weight: 0.06,
		// A little more than half a minute, so that three of them span the minute that detectors ask for.
		leastIntervalMilliseconds: 30_500,
		leastTimeoutMilliseconds: 30 * millisecondsPerSecond,
		// A million goroutines took 41 s, on the same machine; a slow link adds to that.
		timeoutPerGoroutineMilliseconds: 0.1,
	}),
	endpoint('leaks', 'goroutineleak', {
		maxBytes: 64 * mebibyte,
		weight: 0.04,
		leastIntervalMilliseconds: 5 * millisecondsPerMinute,
		leastTimeoutMilliseconds: millisecondsPerMinute,
		collectorFactor: leaksCollectorFactor,
	}),
];

/** Whether an endpoint is only asked when somebody wants it. */
export function isErrand(name: EndpointName): name is ErrandName {
	return name === 'dump' || name === 'leaks';
}

/** What a site is depends on where the people's own code is, and that the goroutine profile tells. */
export function needsOwnRoot(name: EndpointName): boolean {
	return ['block', 'mutex', 'block-probe', 'heap-profile', 'dump', 'leaks'].includes(name);
}

/** How long an answer is waited for, beside what the target holds it on purpose. */
export function timeoutOf(
	{patienceFraction, leastTimeoutMilliseconds, timeoutPerGoroutineMilliseconds, heldMilliseconds}: Endpoint,
	timeoutMilliseconds: Milliseconds,
	goroutines: Count | undefined,
): Milliseconds {
	const needed = Math.min(
		leastTimeoutMilliseconds + (goroutines ?? 0) * timeoutPerGoroutineMilliseconds,
		longestTimeoutMilliseconds,
	);
	return Math.max(timeoutMilliseconds * patienceFraction, needed) + heldMilliseconds;
}

function endpoint(
	name: EndpointName,
	path: string,
	more: Pick<Endpoint, 'maxBytes' | 'weight'> & Partial<Endpoint>,
): Endpoint {
	return {
		name,
		path,
		leastIntervalMilliseconds: 0,
		heldMilliseconds: 0,
		collectorFactor: 1,
		patienceFraction: 1,
		leastTimeoutMilliseconds: 0,
		timeoutPerGoroutineMilliseconds: 0,
		...more,
	};
}

/** The profile that an endpoint tells something about. */
export function contentionOf(name: EndpointName): ContentionProfile | undefined {
	if (name === 'block' || name === 'block-probe') {
		return 'block';
	}

	return name === 'mutex' || name === 'mutex-header' ? 'mutex' : undefined;
}
