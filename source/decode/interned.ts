import type {Frame, Stack} from '../profile/frame.ts';
import type {Bytes, Count} from '../profile/units.ts';
import {createInternedTexts, type InternedTexts} from './interned-texts.ts';

/** The frames of one location, innermost first. The same frames at the same location have the same hash. */
export type KnownFrames = {readonly frames: Stack; readonly hash: number};

/**
 * What the profiles of a target have in common, from one poll to the next: the same function at the same line is the same
 * frame, and the same frames are the same stack. A stack that was seen before costs a lookup, and whoever reads stacks can
 * remember what came of it.
 */
export type Interned = {
	/** Called before each profile: now and then all is forgotten, as some of it will be of the past. */
	readonly begin: () => void;
	/** How often all was forgotten. */
	readonly generation: () => Count;
	readonly text: InternedTexts['text'];
	readonly frame: (functionName: string, file: string, line: Count) => KnownFrames;
	/**
	 * The first `depth` of `frames`, all when it is left out; copied when they are new. `hash` is made by `addToHash` of
	 * those of their locations.
	 */
	readonly stack: (frames: readonly Frame[], hash: number, depth?: Count) => Stack;
};

/** Three minutes of three profiles every two seconds. */
const profilesPerGeneration: Count = 256;
/** A target that never says the same twice must not fill our memory. */
const maxHeldBytes: Bytes = 16 * 1024 * 1024;
const wordBytes: Bytes = 8;
const objectBytes: Bytes = 64;
/** Stacks made to collide cost at most this many comparisons. */
const maxPerHash: Count = 4;

export function createInterned(): Interned {
	const framesByFunction = new Map<string, Map<string, Map<Count, KnownFrames>>>();
	const stacks = new Map<number, Stack[]>();
	const texts = createInternedTexts();
	let profiles = 0;
	let heldBytes = 0;
	let lastId = 0;
	let generation = 0;

	return {
		begin() {
			profiles += 1;
			if (profiles <= profilesPerGeneration && heldBytes + texts.heldBytes() <= maxHeldBytes) return;
			framesByFunction.clear();
			stacks.clear();
			texts.clear();
			[profiles, heldBytes] = [1, 0];
			generation += 1;
		},
		generation: () => generation,
		text: texts.text,
		frame(functionName, file, line) {
			const framesByFile = framesByFunction.get(functionName) ?? new Map<string, Map<Count, KnownFrames>>();
			const framesByLine = framesByFile.get(file) ?? new Map<Count, KnownFrames>();
			const known = framesByLine.get(line);
			if (known !== undefined) return known;
			lastId += 1;
			heldBytes += 3 * objectBytes + functionName.length + file.length;
			const added = {frames: [{functionName, file, line}], hash: Math.imul(lastId, 0x9e3779b1)};
			framesByFunction.set(functionName, framesByFile.set(file, framesByLine.set(line, added)));
			return added;
		},
		stack(frames, hash, depth = frames.length) {
			const alike = stacks.get(hash);
			const known = alike?.find(stack => isSame(stack, frames, depth));
			if (known !== undefined) return known;
			const added = frames.slice(0, depth);
			heldBytes += 2 * objectBytes + added.length * wordBytes;
			// A list that began empty would have room for seventeen.
			if (alike === undefined) stacks.set(hash, [added]);
			else if (alike.length < maxPerHash) alike.push(added);
			return added;
		},
	};
}

function isSame(stack: Stack, frames: readonly Frame[], depth: Count): boolean {
	if (stack.length !== depth) return false;
	for (let at = 0; at < depth; at += 1) {
		if (stack[at] !== frames[at]) return false;
	}
	return true;
}
