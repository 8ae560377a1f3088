/** Which code was reached so far, and how often in one execution, by orders of magnitude. */
export type Coverage = {
	readonly reset: () => void;
	/** Whether the execution since `reset` reached anything new; it is known from then on. */
	readonly takeNew: () => boolean;
	/** What the execution since `reset` reached: the numbers of counters and orders of magnitude. */
	readonly reached: () => readonly number[];
	/** Whether it reached this one. */
	readonly hasReached: (reached: number) => boolean;
	readonly blocks: () => number;
};

const orders = 8;

export function coverageOf(counters: Uint32Array): Coverage {
	const known = new Uint8Array(counters.length);
	return {
		reset: () => counters.fill(0),
		takeNew() {
			let isNew = false;
			for (let index = 0; index < counters.length; index += 1) {
				const count = counters[index] ?? 0;
				if (count === 0) continue;
				const bit = 1 << orderOf(count);
				const before = known[index] ?? 0;
				if ((before & bit) === 0) {
					known[index] = before | bit;
					isNew = true;
				}
			}
			return isNew;
		},
		reached() {
			const reached: number[] = [];
			for (let index = 0; index < counters.length; index += 1) {
				const count = counters[index] ?? 0;
				if (count > 0) reached.push(index * orders + orderOf(count));
			}
			return reached;
		},
		hasReached(reached) {
			const count = counters[Math.floor(reached / orders)] ?? 0;
			return count > 0 && orderOf(count) === reached % orders;
		},
		blocks: () => known.reduce((sum, bits) => sum + (bits === 0 ? 0 : 1), 0),
	};
}

/** 1, 2, 3, 4 to 7, 8 to 31, 32 to 127, 128 to 1023, more. */
function orderOf(count: number): number {
	if (count <= 3) return count - 1;
	if (count < 8) return 3;
	if (count < 32) return 4;
	if (count < 128) return 5;
	return count < 1024 ? 6 : 7;
}
