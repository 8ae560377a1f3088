import type {Bytes, Count} from '../profile/units.ts';

/**
 * What one answer may make of a single thing. Real ones are far below; without bounds a target could stop the screen for
 * minutes with one name of megabytes, or with one stack of millions of frames.
 */

/** Names of functions, files and labels, in bytes. Of a real name the longest have some hundreds. */
export const maxTextBytes: Bytes = 1024;
/** The runtime records at most 1024 (maxProfStackDepth in runtime1.go) and prints at most 100 (traceback.go). */
export const maxStackFrames: Count = 1024;
export const maxSampleLabels: Count = 100;
/** A hundred years. A wait that began before there were dates could not be shown. */
export const maxWaitMinutes: Count = 100 * 366 * 24 * 60;
/** runtime/metrics has some hundreds at most, client_golang thins them out. */
export const maxLatencyBuckets: Count = 2000;

const mark = new TextEncoder().encode('…');

/** The bytes from `start` to `end` as text; what is too long ends in `…`. */
export function boundedText(
	decoder: InstanceType<typeof TextDecoder>,
	bytes: Uint8Array,
	start: number,
	end: number,
): string {
	if (end - start <= maxTextBytes) return decoder.decode(bytes.subarray(start, end));
	let cut = start + maxTextBytes - mark.length;
	while (cut > start && isInsideCharacter(bytes[cut])) cut -= 1;
	return `${decoder.decode(bytes.subarray(start, cut))}…`;
}

function isInsideCharacter(byte: number | undefined): boolean {
	return byte !== undefined && (byte & 0xc0) === 0x80;
}
