import type {Count} from '../profile/units.ts';
import {boundedText} from './bounds.ts';
import {addToHash, emptyHash} from './hash.ts';

/**
 * Cuts strings out of bytes so that equal ones are the same string for the most part, and no string keeps the whole
 * input alive (as a slice of one big decoded text would).
 */
export type TextCutter = {readonly cut: (start: number, end: number) => string};

/** Those of one hash are a list: most have one of their own. */
type Entry = {
	readonly start: number;
	readonly end: number;
	readonly text: string;
	readonly next: Entry | undefined;
	readonly position: Count;
};

/** Input made to collide costs at most this many comparisons per string. */
export const maxEntriesPerHash: Count = 4;
/** Then all are forgotten: what comes often is soon known again, and most arguments of calls come once. */
const maxHashes: Count = 20_000;

export function createTextCutter(bytes: Uint8Array): TextCutter {
	const decoder = new TextDecoder('utf-8', {ignoreBOM: true});
	const entries = new Map<number, Entry>();

	return {
		cut(start, end) {
			if (start >= end) return '';
			const hash = hashOf(bytes, start, end);
			const first = entries.get(hash);
			for (let entry = first; entry !== undefined; entry = entry.next) {
				if (isSame(bytes, entry.start, entry.end, start, end)) return entry.text;
			}
			const text = boundedText(decoder, bytes, start, end);
			const position = first === undefined ? 1 : first.position + 1;
			if (position > maxEntriesPerHash) return text;
			if (entries.size >= maxHashes) entries.clear();
			entries.set(hash, {start, end, text, next: first, position});
			return text;
		},
	};
}

/** FNV-1a over the bytes, behind those of `before`. */
export function hashOf(bytes: Uint8Array, start: number, end: number, before = emptyHash): number {
	let hash = before;
	for (let offset = start; offset < end; offset += 1) {
		hash = addToHash(hash, bytes[offset] ?? 0);
	}
	return hash;
}

/** Whether two stretches hold the same bytes. */
export function isSame(
	bytes: Uint8Array,
	start: number,
	end: number,
	otherStart: number,
	otherEnd: number,
): boolean {
	if (end - start !== otherEnd - otherStart) return false;
	for (let offset = start, other = otherStart; offset < end; offset += 1, other += 1) {
		if (bytes[offset] !== bytes[other]) return false;
	}
	return true;
}
