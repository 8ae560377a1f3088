import type {Frame, Stack} from '../profile/frame.ts';
import type {LocationSpans, Span} from './dump-line.ts';
import {createTextCutter} from './text-cutter.ts';

/** Hands out one object per distinct frame and per distinct stack, so that thousands of like goroutines share them. */
export type FrameTable = {
	readonly text: (span: Span) => string;
	/** The frame of a function at a location line; without a location its file is '' and its line 0. */
	readonly frame: (functionName: Span, location: LocationSpans | undefined) => Frame;
	readonly stack: (frames: readonly Frame[]) => Stack;
};

const unknownFile = '?';

export function createFrameTable(bytes: Uint8Array): FrameTable {
	const cutter = createTextCutter(bytes);
	const framesByFunction = new Map<string, Map<string, Frame>>();
	const idByFrame = new Map<Frame, number>();
	const stackByIds = new Map<string, Stack>();

	function text(span: Span): string {
		return cutter.cut(span.start, span.end);
	}

	function frame(functionSpan: Span, location: LocationSpans | undefined): Frame {
		const functionName = text(functionSpan);
		const place = location === undefined ? '' : text(location.fileAndLine);
		const framesByPlace = framesByFunction.get(functionName) ?? new Map<string, Frame>();
		const known = framesByPlace.get(place);
		if (known !== undefined) return known;
		const file = location === undefined ? '' : text(location.file);
		const added = {functionName, file: file === unknownFile ? '' : file, line: location?.line ?? 0};
		framesByPlace.set(place, added);
		framesByFunction.set(functionName, framesByPlace);
		idByFrame.set(added, idByFrame.size);
		return added;
	}

	function stack(frames: readonly Frame[]): Stack {
		const ids = frames.map(entry => idByFrame.get(entry)).join(' ');
		const known = stackByIds.get(ids);
		if (known === undefined) stackByIds.set(ids, frames);
		return known ?? frames;
	}

	return {text, frame, stack};
}
