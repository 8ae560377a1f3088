import {boundedText} from './bounds.ts';
import {addToHash, emptyHash} from './interned.ts';

/**
 * Cuts strings out of bytes so that equal ones are the same string, and no string keeps the whole input alive (as a
 * slice of one big decoded text would).
 */
export type TextCutter = {readonly cut: (start: number, end: number) => string};

type Entry = {readonly start: number; readonly end: number; readonly text: string};

/** Input made to collide costs at most this many comparisons per string. */
const maxEntriesPerHash = 4;

export function createTextCutter(bytes: Uint8Array): TextCutter {
	const decoder = new TextDecoder('utf-8', {ignoreBOM: true});
	const entriesByHash = new Map<number, Entry[]>();

	return {
		cut(start, end) {
			if (start >= end) return '';
			const hash = hashOf(bytes, start, end);
			const entries = entriesByHash.get(hash);
			const known = entries?.find(entry => isSame(bytes, entry, start, end));
			if (known !== undefined) return known.text;
			const text = boundedText(decoder, bytes, start, end);
			if (entries === undefined) entriesByHash.set(hash, [{start, end, text}]);
			else if (entries.length < maxEntriesPerHash) entries.push({start, end, text});
			return text;
		},
	};
}

/** FNV-1a over the bytes. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
	let hash = emptyHash;
	for (let offset = start; offset < end; offset += 1) {
		hash = addToHash(hash, bytes[offset] ?? 0);
	}
	return hash;
}

function isSame(bytes: Uint8Array, entry: Entry, start: number, end: number): boolean {
	if (entry.end - entry.start !== end - start) return false;
	for (let offset = start, other = entry.start; offset < end; offset += 1, other += 1) {
		if (bytes[offset] !== bytes[other]) return false;
	}
	return true;
}
