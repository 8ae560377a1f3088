import type {Frame, Stack} from '../profile/frame.ts';
import type {Count} from '../profile/units.ts';
import {boundedText} from './bounds.ts';

/** The frames of one location, innermost first. Equal ones have equal hashes. */
export type KnownFrames = {readonly frames: Stack; readonly hash: number};

/**
 * What the profiles of a target have in common, from one poll to the next: the same function at the same line is the same
 * frame, and the same frames are the same stack. A stack that was seen before costs a lookup here, and whoever reads
 * stacks can remember what came of it.
 */
export type Interned = {
	/** Called before each profile; forgets what none of the last ones held. */
	readonly begin: () => void;
	/** Grows whenever something may have been forgotten. */
	readonly generation: () => Count;
	/** What `boundedText` makes of the bytes. */
	readonly text: (bytes: Uint8Array, start: number, end: number) => string;
	readonly frame: (functionName: string, file: string, line: Count) => KnownFrames;
	/** `frames` is copied when it is new; `hash` is theirs, made by `addToHash` from those of their locations. */
	readonly stack: (frames: readonly Frame[], hash: number) => Stack;
};

export const emptyHash = 0x811c9dc5;

/** FNV-1a, by numbers instead of bytes. */
export function addToHash(hash: number, part: number): number {
	return Math.imul(hash ^ part, 0x01000193);
}

/** What is in none of so many profiles in a row is forgotten: a minute's, and half a minute's with much to read. */
const profilesPerGeneration: Count = 64;
/** Or after so many frames that were new: a target that never says the same twice must not fill our memory. */
const newFramesPerGeneration: Count = 200_000;
/** Names and frames made to collide cost at most this many comparisons. */
const maxPerHash: Count = 4;

type KnownFunction = Map<string, Map<Count, KnownFrames>>;

export function createInterned(): Interned {
	const decoder = new TextDecoder('utf-8', {ignoreBOM: true});
	const texts = createGenerations<number, string[]>();
	const functions = createGenerations<string, KnownFunction>();
	const stacks = createGenerations<number, Stack[]>();
	let profiles = 0;
	let newFrames = 0;
	let ids = 0;
	let generation = 0;

	return {
		begin() {
			profiles += 1;
			if (profiles > profilesPerGeneration || newFrames > newFramesPerGeneration) {
				texts.age();
				functions.age();
				stacks.age();
				[profiles, newFrames] = [1, 0];
				generation += 1;
			}
		},
		generation: () => generation,
		text(bytes, start, end) {
			const hash = hashOfBytes(bytes, start, end);
			const alike = texts.get(hash) ?? texts.set(hash, []);
			const known = alike.find(text => isText(text, bytes, start, end));
			if (known !== undefined) return known;
			const text = boundedText(decoder, bytes, start, end);
			// Beyond ASCII, bytes and text cannot be compared without making the text.
			if (text.length === end - start && alike.length < maxPerHash) alike.push(text);
			return text;
		},
		frame(functionName, file, line) {
			const byFile = functions.get(functionName) ?? functions.set(functionName, new Map());
			const byLine = byFile.get(file) ?? new Map<Count, KnownFrames>();
			const known = byLine.get(line);
			if (known !== undefined) return known;
			ids += 1;
			newFrames += 1;
			const added = {frames: [{functionName, file, line}], hash: Math.imul(ids, 0x9e3779b1)};
			byFile.set(file, byLine.set(line, added));
			return added;
		},
		stack(frames, hash) {
			const alike = stacks.get(hash) ?? stacks.set(hash, []);
			const known = alike.find(stack => isSame(stack, frames));
			if (known !== undefined) return known;
			const added = frames.slice();
			newFrames += added.length;
			if (alike.length < maxPerHash) alike.push(added);
			return added;
		},
	};
}

function hashOfBytes(bytes: Uint8Array, start: number, end: number): number {
	let hash = emptyHash;
	for (let offset = start; offset < end; offset += 1) hash = addToHash(hash, bytes[offset] ?? 0);
	return hash;
}

function isText(text: string, bytes: Uint8Array, start: number, end: number): boolean {
	if (text.length !== end - start) return false;
	for (let index = 0; index < text.length; index += 1) {
		if (text.charCodeAt(index) !== bytes[start + index]) return false;
	}
	return true;
}

function isSame(a: Stack, b: readonly Frame[]): boolean {
	if (a.length !== b.length) return false;
	for (let depth = 0; depth < a.length; depth += 1) {
		if (a[depth] !== b[depth]) return false;
	}
	return true;
}

type Generations<Key, Value> = {
	readonly get: (key: Key) => Value | undefined;
	readonly set: (key: Key, value: Value) => Value;
	/** Forgets what was not asked for since it was called last. */
	readonly age: () => void;
};

function createGenerations<Key, Value>(): Generations<Key, Value> {
	let young = new Map<Key, Value>();
	let old = new Map<Key, Value>();
	const set = (key: Key, value: Value): Value => {
		young.set(key, value);
		return value;
	};
	return {
		set,
		get(key) {
			const known = young.get(key);
			if (known !== undefined) return known;
			const older = old.get(key);
			return older === undefined ? undefined : set(key, older);
		},
		age() {
			old = young;
			young = new Map();
		},
	};
}
