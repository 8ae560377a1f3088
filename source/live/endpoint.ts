import {type Bytes, type Fraction, type Milliseconds, millisecondsPerMinute} from '../profile/units.ts';

export type EndpointName =
	| 'index'
	| 'goroutine'
	| 'mutex-header'
	| 'block'
	| 'mutex'
	| 'heap'
	| 'metrics'
	| 'block-probe';

/** Something to be asked of the target again and again. The index is the heartbeat. */
export type Endpoint = {
	readonly name: EndpointName;
	/** As in a TargetRequest. */
	readonly path: string;
	readonly maxBytes: Bytes;
	/** It is not asked more often than this, nor more often than the person's interval says. */
	readonly leastIntervalMilliseconds: Milliseconds;
	/** Share of the budget that is its own where not all can have what they want; these add up to one. */
	readonly weight: Fraction;
	/** For how long the target holds the request by its own will, at no cost. */
	readonly heldMilliseconds: Milliseconds;
	/** What a request costs in all, by the time it takes: above 1 where it leaves the collector of the target work. */
	readonly collectorFactor: number;
};

/**
 * A goroutine profile allocates some 260 bytes per goroutine. `npm run bench cost-to-target` finds that collecting them
 * costs up to 0.75 of the time it took to answer, on 10,000 goroutines in a small heap; a larger heap collects less often.
 */
const goroutineCollectorFactor = 1.75;

const mebibyte: Bytes = 1024 * 1024;

/**
 * What is polled, in the order in which it is asked for at the start. `goroutine?debug=2` is not among them and must
 * never be: it stops the world for as long as it takes to print every goroutine.
 */
export const endpoints: readonly Endpoint[] = [
	// The index costs next to nothing and tells whether anybody is there: its cost is taken off before the rest is shared.
	endpoint('index', '', {maxBytes: mebibyte, weight: 0}),
	endpoint('goroutine', 'goroutine', {
		maxBytes: 64 * mebibyte,
		weight: 0.6,
		collectorFactor: goroutineCollectorFactor,
	}),
	endpoint('mutex-header', 'mutex?debug=1', {
		maxBytes: 64 * mebibyte,
		weight: 0.02,
		leastIntervalMilliseconds: 30_000,
	}),
	endpoint('block', 'block', {maxBytes: 64 * mebibyte, weight: 0.14}),
	endpoint('mutex', 'mutex', {maxBytes: 64 * mebibyte, weight: 0.14}),
	endpoint('heap', 'heap?debug=1', {
		maxBytes: 32 * mebibyte,
		weight: 0.04,
		leastIntervalMilliseconds: 15_000,
	}),
	endpoint('metrics', '/metrics', {maxBytes: 16 * mebibyte, weight: 0.04, leastIntervalMilliseconds: 10_000}),
	endpoint('block-probe', 'block?seconds=1', {
		maxBytes: 64 * mebibyte,
		weight: 0.02,
		leastIntervalMilliseconds: 5 * millisecondsPerMinute,
		heldMilliseconds: 1000,
	}),
];

function endpoint(
	name: EndpointName,
	path: string,
	more: Pick<Endpoint, 'maxBytes' | 'weight'> & Partial<Endpoint>,
): Endpoint {
	return {name, path, leastIntervalMilliseconds: 0, heldMilliseconds: 0, collectorFactor: 1, ...more};
}
