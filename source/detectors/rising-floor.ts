import type {Count, Fraction, Milliseconds, Seconds, UnixMilliseconds} from '../profile/units.ts';
import {latest, type Series, visitPoints} from '../series/series.ts';
import {slopePerSecond, windowOf} from '../series/window.ts';

/** The numbers of the floor rule; see `risingFloor`. */
export type FloorRule = {
	readonly windowCount: Count;
	readonly windowSeconds: Seconds;
	/** Less history than this gives no verdict. */
	readonly shortestSpanSeconds: Seconds;
	/** Each window's floor must rise by at least this share of the mean rise: one step up is not a slope. */
	readonly smallestStepFraction: Fraction;
	/** Growth in the second half of the span, as a share of the first half's, below which it counts as levelling off. */
	readonly slowestPaceFraction: Fraction;
	/** The same for the last half window against the mean pace: milder, for so few samples are noisy. */
	readonly slowestTailFraction: Fraction;
	/** While history is short: falls between samples may be at most this share of the rises. */
	readonly largestFallFraction: Fraction;
	readonly growthCount: Count;
};

export type Rise = {
	readonly from: UnixMilliseconds;
	readonly to: UnixMilliseconds;
	/** Lowest value of the first window and of the last. */
	readonly fromFloor: number;
	readonly toFloor: number;
	readonly latest: number;
	readonly growth: number;
	readonly perMinute: number;
	/** All falls between samples as a share of all rises: near 0 where what arrives stays. */
	readonly fallFraction: Fraction;
	readonly windowMilliseconds: Milliseconds;
};

export type FloorVerdict =
	| {readonly kind: 'too-early'}
	| {readonly kind: 'level'}
	| {readonly kind: 'rising'; readonly rise: Rise};

type Span = {points: Count; minimum: number; maximum: number; sum: number};

type Measured = {
	readonly from: UnixMilliseconds;
	readonly windowMilliseconds: Milliseconds;
	readonly spans: readonly Span[];
	readonly rises: number;
	readonly falls: number;
	/** Change over about the last half window, and how long that was. */
	readonly tailChange: number;
	readonly tailMilliseconds: Milliseconds;
};

const tooEarly: FloorVerdict = {kind: 'too-early'};
const level: FloorVerdict = {kind: 'level'};
const leastPointsPerWindow = 2;

/**
 * Whether the floor of a series rises: the lowest value of each window is above that of the window before, the whole
 * last window lies above the whole first one, and growth has kept its pace to the end. Peaks do not count, so bursts do
 * not; a warm-up levels off. Windows are `windowSeconds` long, or a fifth of what there is since `since` while that is
 * less; a short history must also show hardly any falls, for it may hold no full cycle of a burst.
 */
export function risingFloor(series: Series, since: UnixMilliseconds, rule: FloorRule): FloorVerdict {
	const newest = latest(series);
	if (newest === undefined || newest.at - since < rule.shortestSpanSeconds * 1000) {
		return tooEarly;
	}

	const to = newest.at;
	if (isPlainlyLevel(series, since, newest, rule)) {
		return level;
	}

	const measured = measureWindows(series, since, to, rule);
	if (measured === undefined) {
		return tooEarly;
	}

	if (!isRising(measured.spans, rule) || !keepsPace(measured, rule)) {
		return level;
	}

	const {from, windowMilliseconds} = measured;
	const isShort = windowMilliseconds < rule.windowSeconds * 1000;
	const fallFraction = measured.falls / measured.rises;
	if (isShort && fallFraction > rule.largestFallFraction) {
		return level;
	}

	const fromFloor = measured.spans[0]?.minimum ?? 0;
	const toFloor = measured.spans.at(-1)?.minimum ?? 0;
	return {
		kind: 'rising',
		rise: {
			from,
			to,
			fromFloor,
			toFloor,
			latest: newest.value,
			growth: toFloor - fromFloor,
			perMinute: (slopePerSecond(series, from, to) ?? 0) * 60,
			fallFraction,
			windowMilliseconds,
		},
	};
}

/** A look at the first window settles it for nearly every site: what has risen is above all of it now, by enough. */
function isPlainlyLevel(
	series: Series,
	since: UnixMilliseconds,
	newest: {readonly at: UnixMilliseconds; readonly value: number},
	rule: FloorRule,
): boolean {
	const window = Math.min(rule.windowSeconds * 1000, (newest.at - since) / rule.windowCount);
	const from = newest.at - window * rule.windowCount;
	const first = windowOf(series, from, from + window - 1);
	return (
		first !== undefined &&
		first.points >= leastPointsPerWindow &&
		(newest.value <= first.maximum || newest.value - first.minimum < rule.growthCount)
	);
}

/** Undefined when some window has too few points to have a floor. */
function measureWindows(
	series: Series,
	since: UnixMilliseconds,
	to: UnixMilliseconds,
	rule: FloorRule,
): Measured | undefined {
	const longest = (to - since) / rule.windowCount;
	const wanted = rule.windowSeconds * 1000;
	const measured = measure(series, to - Math.min(wanted, longest) * rule.windowCount, to, rule.windowCount);
	if (!isSparse(measured)) {
		return measured;
	}

	// Where polls are rare, windows are as long as it takes to hold enough points.
	const points = measured.spans.reduce((sum, span) => sum + span.points, 0);
	const widened = Math.min((wanted * 2 * leastPointsPerWindow * rule.windowCount) / points, longest);
	const wider =
		longest > wanted ? measure(series, to - widened * rule.windowCount, to, rule.windowCount) : measured;
	return isSparse(wider) ? undefined : wider;
}

function isSparse({spans}: Measured): boolean {
	return spans.some(span => span.points < leastPointsPerWindow);
}

function measure(series: Series, from: UnixMilliseconds, to: UnixMilliseconds, count: Count): Measured {
	const windowMilliseconds = (to - from) / count;
	const spans: Span[] = Array.from({length: count}, () => ({
		points: 0,
		minimum: Number.POSITIVE_INFINITY,
		maximum: Number.NEGATIVE_INFINITY,
		sum: 0,
	}));
	const tailFrom = to - windowMilliseconds / 2;
	let rises = 0;
	let falls = 0;
	let before = Number.NaN;
	let beforeAt = from;
	let tailStart = Number.NaN;
	let tailAt = to;
	visitPoints(series, from, to, (at, value) => {
		const span = spans[Math.min(count - 1, Math.floor((at - from) / windowMilliseconds))];
		if (span !== undefined) {
			span.points++;
			span.sum += value;
			span.minimum = Math.min(value, span.minimum);
			span.maximum = Math.max(value, span.maximum);
		}

		rises += value > before ? value - before : 0;
		falls += value < before ? before - value : 0;
		if (at > tailFrom && Number.isNaN(tailStart)) {
			tailStart = before;
			tailAt = beforeAt;
		}

		before = value;
		beforeAt = at;
	});
	return {
		from,
		windowMilliseconds,
		spans,
		rises,
		falls,
		tailChange: before - tailStart,
		tailMilliseconds: to - tailAt,
	};
}

function isRising(spans: readonly Span[], rule: FloorRule): boolean {
	const first = spans[0];
	const last = spans.at(-1);
	if (first === undefined || last === undefined || last.minimum <= first.maximum) {
		return false;
	}

	const growth = last.minimum - first.minimum;
	const smallestStep = (rule.smallestStepFraction * growth) / (spans.length - 1);
	return (
		growth >= rule.growthCount &&
		spans.every((span, index) => {
			const before = spans[index - 1];
			return before === undefined || span.minimum - before.minimum >= smallestStep;
		})
	);
}

function keepsPace(measured: Measured, rule: FloorRule): boolean {
	const means = measured.spans.map(span => span.sum / span.points);
	const first = means[0] ?? 0;
	const middle = means[Math.floor(means.length / 2)] ?? 0;
	const last = means.at(-1) ?? 0;
	const expectedTail =
		((last - first) / (means.length - 1)) * (measured.tailMilliseconds / measured.windowMilliseconds);
	return (
		last - middle >= rule.slowestPaceFraction * (middle - first) &&
		measured.tailChange >= rule.slowestTailFraction * expectedTail
	);
}
