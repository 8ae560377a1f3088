import type {Count} from '../profile/units.ts';
import type {History} from '../series/history.ts';

/** Goroutines of the newest profile with a function on their stack that this pattern meets. */
export function countGoroutines(history: History, functionName: RegExp): Count {
	let count = 0;
	for (const {waiters} of history.sites.values()) {
		for (const group of waiters?.groups ?? []) {
			count += group.stack.some(frame => functionName.test(frame.functionName)) ? group.count : 0;
		}
	}

	return count;
}
