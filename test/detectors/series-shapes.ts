/** Ways in which the number of goroutines at a place goes over time, sampled at `polls` moments. All are deterministic in `seed`. */
export type Shape = (seconds: number, random: () => number) => number;

/** A small generator with the same numbers everywhere: mulberry32. */
function randomFrom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

export function sampled(
	shape: Shape,
	{
		polls,
		seed,
		intervalSeconds = 2,
		jitterSeconds = 0.02,
	}: {
		readonly polls: number;
		readonly seed: number;
		readonly intervalSeconds?: number;
		readonly jitterSeconds?: number;
	},
): readonly number[] {
	const random = randomFrom(seed);
	return Array.from({length: polls}, (_, poll) =>
		Math.max(0, Math.round(shape(poll * intervalSeconds + random() * jitterSeconds, random))),
	);
}

/** Rises evenly from `base` to `base + height` and falls back at once, every `periodSeconds`. */
export function sawtooth(base: number, height: number, periodSeconds: number, phase: number): Shape {
	return seconds => base + height * ((seconds / periodSeconds + phase) % 1);
}

/** Jumps up for a share of each period, as a batch does. */
export function batches(
	base: number,
	height: number,
	periodSeconds: number,
	phase: number,
	share: number,
): Shape {
	return seconds => base + ((seconds / periodSeconds + phase) % 1 < share ? height : 0);
}

/** Rises to `height` within `rampSeconds` from `beginSeconds` on, then stays. */
export function ramp(base: number, height: number, beginSeconds: number, rampSeconds: number): Shape {
	return seconds => base + height * Math.min(1, Math.max(0, (seconds - beginSeconds) / rampSeconds));
}

/** Fills quickly at first and ever slower, as caches and pools do. */
export function warmUp(base: number, height: number, timeConstantSeconds: number): Shape {
	return seconds => base + height * (1 - Math.exp(-seconds / timeConstantSeconds));
}

/** Requests that come and go at random around `mean`, each staying about `staySeconds`. */
export function traffic(mean: number, staySeconds: number): Shape {
	let count = mean;
	let before = 0;
	return (seconds, random) => {
		const passed = Math.max(0, seconds - before);
		before = seconds;
		const left = 1 - Math.exp(-passed / staySeconds);
		const spread = Math.sqrt(2 * mean * left);
		count += (mean - count) * left + spread * (random() + random() + random() - 1.5) * 2;
		return count;
	};
}

export function added(...shapes: readonly Shape[]): Shape {
	return (seconds, random) => shapes.reduce((sum, shape) => sum + shape(seconds, random), 0);
}

export function leak(perSecond: number, beginSeconds = 0): Shape {
	return seconds => perSecond * Math.max(0, seconds - beginSeconds);
}
