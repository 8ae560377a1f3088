import process from 'node:process';
import type {Clock} from '../live/clock.ts';
import {type Bytes, type Milliseconds, millisecondsPerMinute} from '../profile/units.ts';
import {isCheckedNode} from './small-heap.ts';

const tidyEveryMilliseconds: Milliseconds = 10 * millisecondsPerMinute;
/** It stands still for 2 to 3 ms per megabyte: nobody notices that of a usual heap of 25 MB. */
const mostTidiedBytes: Bytes = 50e6;

/**
 * Lets V8 put together what is left in half-empty pages and give the others back, which it does by itself only when
 * memory is short. The function it gives ends that.
 */
export function tidyHeapRegularly(clock: Pick<Clock, 'after'>): () => void {
	if (!isCheckedNode()) {
		return () => {};
	}

	const {getHeapStatistics, setFlagsFromString} = process.getBuiltinModule('node:v8');
	let collect: ((how: {readonly type: 'major'; readonly flavor: 'last-resort'}) => void) | undefined;
	let cancel = () => {};
	const waitForNext = () => {
		cancel = clock.after(tidyEveryMilliseconds, () => {
			if (getHeapStatistics().used_heap_size < mostTidiedBytes) {
				if (collect === undefined) {
					// A context that is made while the flag is set is the only place to get it from.
					setFlagsFromString('--expose-gc');
					collect = process.getBuiltinModule('node:vm').runInNewContext('gc');
					setFlagsFromString('--no-expose-gc');
				}

				collect?.({type: 'major', flavor: 'last-resort'});
			}

			waitForNext();
		});
	};
	waitForNext();
	return () => cancel();
}
