import type {Milliseconds} from '../profile/units.ts';

/**
 * What a counter that only rises while its process lives did between two readings. `reset` when it fell, which means
 * another process, or another sampling rate: the difference would be a lie, so there is none.
 */
export type CounterStep =
	| {readonly kind: 'step'; readonly increase: number; readonly perSecond: number}
	| {readonly kind: 'reset'};

/** `elapsedMilliseconds` must be above zero. */
export function stepOf(before: number, after: number, elapsedMilliseconds: Milliseconds): CounterStep {
	const increase = after - before;
	return increase < 0
		? {kind: 'reset'}
		: {kind: 'step', increase, perSecond: (increase * 1000) / elapsedMilliseconds};
}
