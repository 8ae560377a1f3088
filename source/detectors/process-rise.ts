import {formatCount, formatShare} from '../profile/quantity.ts';
import type {Count, UnixMilliseconds} from '../profile/units.ts';
import type {History} from '../series/history.ts';
import {latest} from '../series/series.ts';
import {slopePerSecond, windowOf} from '../series/window.ts';
import type {Confidence} from './detector.ts';
import {risingFloor} from './rising-floor.ts';
import type {Thresholds} from './thresholds.ts';

/** How the number of goroutines rose, whichever of the three rules saw it. */
export type ProcessRise = {
	readonly from: UnixMilliseconds;
	readonly to: UnixMilliseconds;
	readonly latest: Count;
	readonly growth: Count;
	readonly perMinute: number;
	readonly confidence: Confidence;
	/** Set by the slowest rule, whose pace per minute says little: how much more there are now. */
	readonly comparison: string | undefined;
};

type Rule = Thresholds['goroutine-growth'];

const minute = 60_000;
const hour = 60 * minute;

/** The floor rule first, then a steep slope under noise, then hours compared. `too-early` before any can speak. */
export function processRise(history: History, rule: Rule): ProcessRise | 'level' | 'too-early' {
	const {goroutines, comparableSince} = history;
	const verdict = risingFloor(goroutines, comparableSince, rule);
	if (verdict.kind === 'too-early') {
		return 'too-early';
	}

	if (verdict.kind === 'rising' && verdict.rise.growth >= rule.growthFraction * verdict.rise.fromFloor) {
		const {from, to, fromFloor, latest: now, perMinute} = verdict.rise;
		return {
			from,
			to,
			latest: now,
			growth: now - fromFloor,
			perMinute,
			confidence: 'strong',
			comparison: undefined,
		};
	}

	return steepRise(history, rule) ?? longTermRise(history, rule) ?? 'level';
}

function steepRise({goroutines, comparableSince}: History, rule: Rule): ProcessRise | undefined {
	const now = latest(goroutines);
	const spanMilliseconds = rule.steepSeconds * 1000;
	if (now === undefined || now.value <= rule.steepTotalCount || now.at - comparableSince < spanMilliseconds) {
		return undefined;
	}

	const from = now.at - spanMilliseconds;
	const middle = now.at - spanMilliseconds / 2;
	const slopes = [
		slopePerSecond(goroutines, from, middle) ?? 0,
		slopePerSecond(goroutines, middle, now.at) ?? 0,
	];
	if (slopes.some(slope => slope <= rule.steepPerSecond)) {
		return undefined;
	}

	const perSecond = slopePerSecond(goroutines, from, now.at) ?? 0;
	return {
		from,
		to: now.at,
		latest: now.value,
		growth: (perSecond * spanMilliseconds) / 1000,
		perMinute: perSecond * 60,
		confidence: 'strong',
		comparison: undefined,
	};
}

function longTermRise({goroutines, comparableSince}: History, rule: Rule): ProcessRise | undefined {
	const now = latest(goroutines);
	if (now === undefined || now.at - comparableSince < 2 * hour) {
		return undefined;
	}

	const then = windowOf(goroutines, now.at - 2 * hour, now.at - hour);
	const lately = windowOf(goroutines, now.at - 30 * minute, now.at);
	if (then === undefined || lately === undefined) {
		return undefined;
	}

	// The floor keeps a burst that just began from lifting the mean.
	const growth = lately.mean - then.mean;
	if (
		growth <= rule.longTermFraction * then.mean ||
		growth < rule.growthCount ||
		lately.minimum < then.mean
	) {
		return undefined;
	}

	return {
		from: now.at - 2 * hour,
		to: now.at,
		latest: now.value,
		growth,
		perMinute: (slopePerSecond(goroutines, now.at - 2 * hour, now.at) ?? 0) * 60,
		confidence: 'suspected',
		comparison: `${formatShare(growth / then.mean)} more than the ${formatCount(then.mean)} of 1 to 2 h ago`,
	};
}
