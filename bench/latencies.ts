import type {Milliseconds} from '../source/profile/units.ts';
import {fixed} from './benchmark.ts';
import type {Frame} from './frames.ts';
import type {TerminalRecord} from './terminal.ts';

/** A key not answered before the next is pressed took longer than that, and nobody knows how long. */
export const shownLatency = (latency: Milliseconds, keyIntervalMilliseconds: Milliseconds): string =>
	latency === Number.POSITIVE_INFINITY ? `> ${keyIntervalMilliseconds}` : fixed(latency, 1);

/** For each key the time until a frame shows the cursor elsewhere than the frame before the key did; or infinity. */
export function latenciesOf(
	records: readonly TerminalRecord[],
	frames: readonly Frame[],
): readonly Milliseconds[] {
	const keys = records.filter(({kind, bytes}) => kind === 'key' && bytes.toString() !== 'd');
	return keys.map(({atMilliseconds: pressedAt}, index) => {
		const until = keys[index + 1]?.atMilliseconds ?? Number.POSITIVE_INFINITY;
		const shown = frames.findLast(({atMilliseconds}) => atMilliseconds < pressedAt)?.selectedRow;
		const moved = frames.find(
			({atMilliseconds, selectedRow}) =>
				atMilliseconds >= pressedAt && atMilliseconds < until && selectedRow !== shown,
		);
		return (moved?.atMilliseconds ?? Number.POSITIVE_INFINITY) - pressedAt;
	});
}
