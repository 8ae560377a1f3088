import type {Frame, Stack} from '../profile/frame.ts';
import type {Count} from '../profile/units.ts';
import type {LocationSpans, Span} from './dump-line.ts';
import {createInterned} from './interned.ts';
import {createTextCutter, hashOf, isSame, maxEntriesPerHash} from './text-cutter.ts';

/** A frame, and what stands for it in the hash of a stack. */
export type TableFrame = {readonly frame: Frame; readonly hash: number};

/** Hands out one object per distinct frame and per distinct stack, so that thousands of like goroutines share them. */
export type FrameTable = {
	readonly text: (span: Span) => string;
	/** The frame of a function at a location line; without a location its file is '' and its line 0. */
	readonly frame: (functionName: Span, location: LocationSpans | undefined) => TableFrame;
	/** `hash` is made by `addToHash` of those of the frames. `frames` is copied when the stack is new. */
	readonly stack: (frames: readonly Frame[], hash: number) => Stack;
};

/** Where a frame was printed first. Those of one hash are a list: most have one of their own. */
type Entry = TableFrame & {
	readonly nameStart: number;
	readonly nameEnd: number;
	readonly placeStart: number;
	readonly placeEnd: number;
	readonly next: Entry | undefined;
	readonly position: Count;
};

const unknownFile = '?';
const noSpan: Span = {start: 0, end: 0};

export function createFrameTable(bytes: Uint8Array): FrameTable {
	const cutter = createTextCutter(bytes);
	// By their bytes, and not by their texts: most are known, and need none.
	const entries = new Map<number, Entry>();
	let frames = 0;

	function text(span: Span): string {
		return cutter.cut(span.start, span.end);
	}

	function newFrame(functionName: Span, location: LocationSpans | undefined): Frame {
		const file = location === undefined ? '' : text(location.file);
		const line = location?.line ?? 0;
		return {functionName: text(functionName), file: file === unknownFile ? '' : file, line};
	}

	function frame(functionName: Span, location: LocationSpans | undefined): TableFrame {
		const {start: nameStart, end: nameEnd} = functionName;
		const {start: placeStart, end: placeEnd} = location?.fileAndLine ?? noSpan;
		const place = hashOf(bytes, placeStart, placeEnd, hashOf(bytes, nameStart, nameEnd));
		const first = entries.get(place);
		for (let entry = first; entry !== undefined; entry = entry.next) {
			const isNamed = isSame(bytes, entry.nameStart, entry.nameEnd, nameStart, nameEnd);
			if (isNamed && isSame(bytes, entry.placeStart, entry.placeEnd, placeStart, placeEnd)) return entry;
		}
		frames += 1;
		const position = first === undefined ? 1 : first.position + 1;
		const added: Entry = {
			frame: newFrame(functionName, location),
			hash: Math.imul(frames, 0x9e3779b1),
			nameStart,
			nameEnd,
			placeStart,
			placeEnd,
			next: first,
			position,
		};
		if (position <= maxEntriesPerHash) entries.set(place, added);
		return added;
	}

	return {text, frame, stack: createInterned().stack};
}
