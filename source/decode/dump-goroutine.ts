import type {DumpedGoroutine} from '../profile/dump.ts';
import type {Frame} from '../profile/frame.ts';
import type {Count} from '../profile/units.ts';
import {maxStackFrames} from './bounds.ts';
import type {DumpHeader} from './dump-header.ts';
import {callSpans, locationSpans, type Span, startsWith, trailingNumber} from './dump-line.ts';
import type {FrameTable, TableFrame} from './frame-table.ts';
import {addToHash, emptyHash} from './hash.ts';

type Pending = {readonly kind: 'call' | 'creator'; readonly line: Span};

/** A goroutine while its lines are read. A call waits in `pending` for the line that says where it is. */
export type OpenGoroutine = {
	readonly header: DumpHeader;
	readonly frames: Frame[];
	/** Of the frames, as `FrameTable` wants it. */
	stackHash: number;
	readonly frameArguments: string[];
	elidedFrames: Count;
	createdBy: DumpedGoroutine['createdBy'];
	pending: Pending | undefined;
	/** `ended` where the stacks of ancestors begin. */
	stack: 'follows' | 'unavailable' | 'ended';
	/** Lines that made no sense since the last frame: a loss only if another frame follows. */
	strayLines: Count;
	lostLines: Count;
};

const creatorOpening = 'created by ';
const creatorMarker = ' in goroutine ';
const ancestorOpening = '[originating from goroutine ';
const elisionOpening = '...';
const elisionEnding = ' frames elided...';
/** Go says it once per goroutine; a sum of what others say must stay a number that is exact. */
const mostElidedFrames: Count = 999_999_999_999_999;
const unavailable = '\tgoroutine running on other thread';
const foreignFunction = 'non-Go function';
/** What cgo's symbolizer leaves of a location whose file it does not know. */
const foreignLocation = '\tpc=0x';

export function openGoroutine(header: DumpHeader): OpenGoroutine {
	return {
		header,
		frames: [],
		stackHash: emptyHash,
		frameArguments: [],
		elidedFrames: 0,
		createdBy: undefined,
		pending: undefined,
		stack: 'follows',
		strayLines: 0,
		lostLines: 0,
	};
}

/** Takes in one line behind the header: a call, a location, an elision, the creator, or the begin of an ancestor. */
export function addLine(open: OpenGoroutine, bytes: Uint8Array, line: Span, table: FrameTable): void {
	if (open.stack === 'ended') return;
	const {pending} = open;
	open.pending = undefined;
	if (startsWith(bytes, line, unavailable)) {
		open.stack = 'unavailable';
	} else if (startsWith(bytes, line, '\t')) {
		locate(open, pending, bytes, line, table);
	} else {
		if (pending !== undefined) open.strayLines += 1;
		addPlainLine(open, bytes, line, table);
	}
}

function addPlainLine(open: OpenGoroutine, bytes: Uint8Array, line: Span, table: FrameTable): void {
	const elided = elidedFrames(bytes, line);
	if (elided !== undefined) {
		open.elidedFrames = Math.min(open.elidedFrames + elided, mostElidedFrames);
	} else if (startsWith(bytes, line, ancestorOpening)) {
		open.stack = 'ended';
	} else if (startsWith(bytes, line, creatorOpening)) {
		open.pending = {kind: 'creator', line: {start: line.start + creatorOpening.length, end: line.end}};
	} else if (startsWith(bytes, line, `${foreignFunction} at pc=`)) {
		const name = {start: line.start, end: line.start + foreignFunction.length};
		addFrame(open, table.frame(name, undefined), '');
	} else {
		open.pending = {kind: 'call', line};
	}
}

/** Whether the goroutine's lines stop where more had to come. */
export function isIncomplete(open: OpenGoroutine, bytes: Uint8Array): boolean {
	if (open.pending !== undefined) {
		return open.pending.kind === 'creator' || callSpans(bytes, open.pending.line) !== undefined;
	}
	return open.frames.length === 0 && open.createdBy === undefined && open.stack === 'follows';
}

export function closedGoroutine(open: OpenGoroutine, table: FrameTable): DumpedGoroutine {
	const {unknownRemarks: _, ...header} = open.header;
	return {
		...header,
		stack: table.stack(open.frames, open.stackHash),
		// A list that grew has room for more, and there are a hundred thousand of these.
		frameArguments: open.frameArguments.slice(),
		elidedFrames: open.elidedFrames,
		createdBy: open.createdBy,
	};
}

function locate(
	open: OpenGoroutine,
	pending: Pending | undefined,
	bytes: Uint8Array,
	line: Span,
	table: FrameTable,
): void {
	const location = locationSpans(bytes, line);
	if (pending === undefined) {
		open.strayLines += 1;
		return;
	}
	if (pending.kind === 'creator') {
		const creator = trailingNumber(bytes, pending.line, creatorMarker);
		const name = {start: pending.line.start, end: creator?.markerStart ?? pending.line.end};
		open.createdBy = {frame: table.frame(name, location).frame, goroutineId: creator?.value};
		return;
	}
	const call = callSpans(bytes, pending.line);
	if (call === undefined && location === undefined && !startsWith(bytes, line, foreignLocation)) {
		open.strayLines += 2;
		return;
	}
	const callArguments = call === undefined ? '' : table.text(call.callArguments);
	addFrame(open, table.frame(call?.functionName ?? pending.line, location), callArguments);
}

function addFrame(open: OpenGoroutine, {frame, hash}: TableFrame, callArguments: string): void {
	if (open.frames.length >= maxStackFrames) {
		open.lostLines += 1;
		return;
	}
	open.frames.push(frame);
	open.stackHash = addToHash(open.stackHash, hash);
	open.frameArguments.push(callArguments);
	open.lostLines += open.strayLines;
	open.strayLines = 0;
}

/** Go 1.20 and older give no number: at least one frame is missing. */
function elidedFrames(bytes: Uint8Array, line: Span): Count | undefined {
	if (!startsWith(bytes, line, elisionOpening)) return undefined;
	if (startsWith(bytes, line, '...additional frames elided...')) return 1;
	const number = {start: line.start, end: line.end - elisionEnding.length};
	if (!startsWith(bytes, {start: number.end, end: line.end}, elisionEnding)) return undefined;
	return trailingNumber(bytes, number, elisionOpening)?.value;
}
