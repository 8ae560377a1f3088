/** The value that `share` (0 to 1) of `values` are not above, by nearest rank; NaN for none. */
export function percentile(values: readonly number[], share: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	const rank = Math.max(1, Math.ceil(share * sorted.length));
	return sorted[rank - 1] ?? Number.NaN;
}

/** The mean of the two in the middle of an even number; NaN for none. */
export function median(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	const middle = sorted.length / 2;
	const [low = Number.NaN, high = low] = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1);
	return (low + high) / 2;
}

export const mean = (values: readonly number[]): number =>
	values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * The median of `own` ÷ `theirs`, round by round: what else the machine did in a round slowed both. NaN where there is
 * no round.
 */
export const pairedRatio = (own: readonly number[], theirs: readonly number[]): number =>
	median(own.map((value, index) => value / (theirs[index] ?? Number.NaN)));

/** Of values of which only is known how often each is there: the one that `share` of them are not above; NaN for none. */
export function countedPercentile(counts: ReadonlyMap<number, number>, share: number): number {
	const sorted = [...counts].toSorted(([a], [b]) => a - b);
	let left = Math.ceil(share * sorted.reduce((sum, [, count]) => sum + count, 0));
	for (const [value, count] of sorted) {
		left -= count;
		if (left <= 0) return value;
	}
	return Number.NaN;
}
