/** Numbers that look random and are the same for the same seed. */
export type Random = {
	/** A whole number from 0 up to but not including `end`. */
	readonly below: (end: number) => number;
	readonly chance: (fraction: number) => boolean;
	readonly pick: <Item>(items: readonly [Item, ...Item[]]) => Item;
};

/** Mulberry32: 32 bits of state, enough to choose mutations with. */
export function randomFrom(seed: number): Random {
	let state = seed >>> 0;
	const next = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	const below = (end: number) => Math.floor(next() * end);
	return {
		below,
		chance: fraction => next() < fraction,
		pick: items => items[below(items.length)] ?? items[0],
	};
}
