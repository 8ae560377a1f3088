import type {Milliseconds, UnixMilliseconds} from '../profile/units.ts';
import {type Series, visitPoints} from '../series/series.ts';

/** How the floor of a series has moved, up to now. `milliseconds` is for how long this can be said. */
export type FloorTrend =
	| {readonly kind: 'unknown'}
	| {readonly kind: 'level'; readonly milliseconds: Milliseconds}
	| {
			readonly kind: 'rose';
			readonly milliseconds: Milliseconds;
			readonly from: number;
			readonly to: number;
	  };

const windowMilliseconds = 30_000;
/** A floor that differs by less than this is the same floor. */
const toleranceFraction = 0.05;
const toleranceCount = 5;

/**
 * Compares the lowest value of the last half minute with that of each half minute before: peaks do not count. `level` is
 * for how long it has not been lower than now; `rose` is since it was last at its lowest.
 */
export function floorTrend(series: Series, since: UnixMilliseconds, at: UnixMilliseconds): FloorTrend {
	const floors = new Map<number, number>();
	let earliest = at;
	visitPoints(series, since, at, (when, value) => {
		const window = Math.floor((at - when) / windowMilliseconds);
		floors.set(window, Math.min(value, floors.get(window) ?? value));
		earliest = Math.min(earliest, when);
	});
	const windows = [...floors].sort(([a], [b]) => a - b);
	const now = windows[0]?.[1];
	if (now === undefined || at - earliest < 2 * windowMilliseconds) {
		return {kind: 'unknown'};
	}

	const tolerance = Math.max(toleranceCount, toleranceFraction * now);
	const lowest = Math.min(...windows.map(([, floor]) => floor));
	if (lowest >= now - tolerance) {
		return {kind: 'level', milliseconds: at - earliest};
	}

	const [lastLow] = windows.find(([, floor]) => floor <= lowest + toleranceCount) ?? [0];
	const [lower] = windows.find(([, floor]) => floor < now - tolerance) ?? [0];
	// What climbed long ago and has stayed since is level: a warm-up is no leak.
	return lower * windowMilliseconds >= longEnoughMilliseconds
		? {kind: 'level', milliseconds: lower * windowMilliseconds}
		: {kind: 'rose', milliseconds: (lastLow + 1) * windowMilliseconds, from: lowest, to: now};
}

const longEnoughMilliseconds: Milliseconds = 300_000;
