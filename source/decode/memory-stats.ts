import type {Decoded} from '../profile/decoded.ts';
import type {GcPause, MemoryStats} from '../profile/memory-stats.ts';
import type {Count} from '../profile/units.ts';
import {nanosecondsPerMillisecond} from '../profile/units.ts';
import {describedText} from './described.ts';

const trailerStart = '\n# runtime.MemStats';
/** runtime.MemStats keeps this many pauses in a ring. */
const pauseSlots = 256;
/** Far above the real trailer's 8 kB at most, so that a body that only imitates one costs nothing. */
const maxTrailerCharacters = 32_768;
const largestNumber = 2 ** 64;

/**
 * Reads the memory statistics at the end of `heap?debug=1`. Bodies can be megabytes long, so they are searched from
 * the end. Skipped are lines of the trailer that are not `# Name = value` and pauses that do not pair up with an end.
 */
export function decodeMemoryStats(text: string): Decoded<MemoryStats> {
	const start = text.lastIndexOf(trailerStart);
	if (start === -1)
		return {ok: false, reason: `${describedText(text)}, not a heap profile with memory statistics`};
	const trailer = text.slice(start + trailerStart.length, start + maxTrailerCharacters);
	const {values, skipped} = fieldsOf(trailer.slice(0, trailer.lastIndexOf('\n') + 1));
	const absent: string[] = [];
	const read = (name: string): number => {
		const value = numberOf(values.get(name));
		if (value === undefined) absent.push(name);
		return value ?? 0;
	};
	const gcCount = read('NumGC');
	const lastGcNanoseconds = read('LastGC');
	const {pauses, unpaired} = pausesOf(values.get('PauseNs'), values.get('PauseEnd'), gcCount);
	const value: MemoryStats = {
		heapAllocBytes: read('HeapAlloc'),
		heapInuseBytes: read('HeapInuse'),
		heapIdleBytes: read('HeapIdle'),
		heapReleasedBytes: read('HeapReleased'),
		heapObjects: read('HeapObjects'),
		stackInuseBytes: read('Stack'),
		sysBytes: read('Sys'),
		nextGcBytes: read('NextGC'),
		totalAllocBytes: read('TotalAlloc'),
		gcCount,
		forcedGcCount: read('NumForcedGC'),
		gcCpuFraction: Math.min(1, read('GCCPUFraction')),
		lastGcUnixMilliseconds:
			lastGcNanoseconds === 0 ? undefined : lastGcNanoseconds / nanosecondsPerMillisecond,
		maxResidentBytes: numberOf(values.get('MaxRSS')),
		pauses,
	};
	if (absent.length > 0) return {ok: false, reason: `a heap profile cut short: ${absent.join(', ')} missing`};
	return {ok: true, value, skipped: skipped + unpaired};
}

function fieldsOf(trailer: string): {readonly values: ReadonlyMap<string, string>; readonly skipped: Count} {
	const values = new Map<string, string>();
	let skipped = 0;
	for (const line of trailer.split('\n')) {
		const field = /^# (\w+) = (.*?)\r?$/.exec(line);
		if (field?.[1] !== undefined && field[2] !== undefined) values.set(field[1], field[2]);
		else if (line.trim() !== '') skipped += 1;
	}
	return {values, skipped};
}

/**
 * The first number of a value: `Stack = inuse / sys` counts as what is in use. None is above what 64 bits hold: charts
 * and dates end with an exception on larger ones.
 */
function numberOf(value: string | undefined): number | undefined {
	const number = Number(/^\d{1,20}(?:\.\d{1,25})?(?:e[+-]\d{1,3})?(?=$| \/ )/.exec(value ?? '')?.[0]);
	return number <= largestNumber ? number : undefined;
}

/** Newest first: collection n is in slot (n + 255) % 256 of both rings. */
function pausesOf(
	pauseRing: string | undefined,
	endRing: string | undefined,
	gcCount: Count,
): {readonly pauses: readonly GcPause[]; readonly unpaired: Count} {
	const durations = ringOf(pauseRing);
	const ends = ringOf(endRing);
	const pauses: GcPause[] = [];
	let unpaired = 0;
	for (let age = 0; age < Math.min(pauseSlots, gcCount); age += 1) {
		const slot = (gcCount - age + pauseSlots - 1) % pauseSlots;
		const pauseNanoseconds = numberOf(durations[slot]) ?? 0;
		const endedAtNanoseconds = numberOf(ends[slot]) ?? 0;
		if (pauseNanoseconds > 0 && endedAtNanoseconds > 0) {
			pauses.push({
				endedAtUnixMilliseconds: endedAtNanoseconds / nanosecondsPerMillisecond,
				pauseNanoseconds,
			});
		} else if (pauseNanoseconds !== 0 || endedAtNanoseconds !== 0) {
			unpaired += 1;
		}
	}
	return {pauses, unpaired};
}

function ringOf(value: string | undefined): readonly string[] {
	return value?.startsWith('[') && value.endsWith(']') ? value.slice(1, -1).split(' ') : [];
}
