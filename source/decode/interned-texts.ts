import type {Bytes, Count} from '../profile/units.ts';
import {boundedText} from './bounds.ts';
import {addToHash, emptyHash} from './hash.ts';

/** Texts by their bytes. The next profile has those of the last: to compare one takes a tenth of decoding it. */
export type InternedTexts = {
	readonly text: (bytes: Uint8Array, start: number, end: number) => string;
	/** What all of them take, about. */
	readonly heldBytes: () => Bytes;
	readonly clear: () => void;
};

/** Those of one hash are a list: most have one of their own. */
type Entry = {readonly text: string; readonly next: Entry | undefined; readonly position: Count};

/** Names and paths differ at their ends. */
const hashedBytes: Bytes = 32;
/** Texts made to collide cost at most this many comparisons. */
const maxPerHash: Count = 4;
const entryBytes: Bytes = 128;

export function createInternedTexts(): InternedTexts {
	const decoder = new TextDecoder('utf-8', {ignoreBOM: true});
	const entries = new Map<number, Entry>();
	let heldBytes = 0;
	return {
		text(bytes, start, end) {
			const hash = hashOfEnd(bytes, start, end);
			const first = entries.get(hash);
			for (let entry = first; entry !== undefined; entry = entry.next) {
				if (isWritten(entry.text, bytes, start, end)) return entry.text;
			}

			const text = boundedText(decoder, bytes, start, end);
			const position = first === undefined ? 1 : first.position + 1;
			// Of others than plain ASCII the bytes are not the characters; they are rare.
			if (position <= maxPerHash && isWritten(text, bytes, start, end)) {
				entries.set(hash, {text, next: first, position});
				heldBytes += entryBytes + text.length;
			}

			return text;
		},
		heldBytes: () => heldBytes,
		clear() {
			entries.clear();
			heldBytes = 0;
		},
	};
}

function hashOfEnd(bytes: Uint8Array, start: number, end: number): number {
	let hash = addToHash(emptyHash, end - start);
	for (let offset = Math.max(start, end - hashedBytes); offset < end; offset += 1) {
		hash = addToHash(hash, bytes[offset] ?? 0);
	}

	return hash;
}

/** Whether the bytes are the characters of `text`, one each. */
function isWritten(text: string, bytes: Uint8Array, start: number, end: number): boolean {
	if (text.length !== end - start) return false;
	for (let at = 0; at < text.length; at += 1) {
		if (text.charCodeAt(at) !== bytes[start + at]) return false;
	}

	return true;
}
