import {decodeMemoryStats} from '../../../source/decode/memory-stats.ts';
import {captured, textOf} from '../inputs.ts';
import {must, mustBeDecoded, mustEqual} from '../must.ts';
import type {FuzzTarget} from '../target.ts';

const pauseSlots = 256;

export const memoryStatsTarget: FuzzTarget = {
	name: 'memory-stats',
	// Only the end is read.
	seeds: () => captured('heap.debug1.txt').map(bytes => bytes.slice(-6000)),
	words: [
		'\n# runtime.MemStats\n',
		'# HeapAlloc = ',
		'# Stack = 1 / 2\n',
		'# NumGC = ',
		'# PauseNs = [',
		']\n',
	].concat([
		'# PauseEnd = [1 2 3]\n',
		'# MaxRSS = ',
		'# LastGC = ',
		'1e+300',
		'0.5',
		'18446744073709551616',
		' = ',
	]),
	maxBytes: 12_288,
	check(input) {
		const text = textOf(input);
		const decoded = decodeMemoryStats(text);
		mustBeDecoded(decoded, text.length * 3);
		// What stands before the statistics means nothing.
		if (decoded.ok)
			mustEqual(decodeMemoryStats(`heap profile: 1\n${text}`), decoded, 'what is before them counts');
		if (!decoded.ok) return;
		const {pauses, ...numbers} = decoded.value;
		for (const [name, number] of Object.entries(numbers)) {
			const isSound = number === undefined || (Number.isFinite(number) && number >= 0 && number <= 2 ** 64);
			must(isSound, 'a number is out of bounds', [name, number]);
		}
		must(pauses.length <= Math.min(pauseSlots, decoded.value.gcCount), 'more pauses than collections');
		for (const {endedAtUnixMilliseconds, pauseNanoseconds} of pauses) {
			must(endedAtUnixMilliseconds > 0 && endedAtUnixMilliseconds <= 2 ** 64, 'a pause ended at no time');
			must(pauseNanoseconds > 0 && pauseNanoseconds <= 2 ** 64, 'a pause without length', pauseNanoseconds);
		}
	},
};
