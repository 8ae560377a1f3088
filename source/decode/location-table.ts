import {addToHash, emptyHash} from './hash.ts';
import type {Interned, KnownFrames} from './interned.ts';
import type {Names} from './profile-names.ts';
import type {ProfileParts, Spans} from './profile-parts.ts';
import {type Cursor, cursorAt, readAddress, readField, readSigned, readUnsigned} from './varint.ts';

/** Hands out the frames of a location, the same ones each time, read when they are first asked for. */
export type LocationTable = {
	/** One frame per inlined call, innermost first; a location without any is named by its address. */
	readonly frames: (locationId: number) => KnownFrames | undefined;
	/** Functions that locations refer to and that are not there. */
	readonly missing: () => number;
};

type KnownFunction = {readonly functionName: string; readonly file: string};

export function createLocationTable(
	bytes: Uint8Array,
	parts: ProfileParts,
	names: Names,
	interned: Interned,
): LocationTable {
	const locationAt = positionsById(bytes, parts.locations);
	const functionAt = positionsById(bytes, parts.functions);
	const knownFrames: (KnownFrames | undefined)[] = [];
	const knownFunctions: (KnownFunction | undefined)[] = [];
	// One for all: locations come by the thousand.
	const cursor = cursorAt(bytes, 0);
	let missing = 0;
	// Of the location that was asked for last: it may have calls without end.
	let addressAt = -1;
	let address = '';

	const functionOf = (id: number): KnownFunction | undefined => {
		const at = functionAt(id);
		if (at === undefined) {
			missing += 1;
			return undefined;
		}
		const known = knownFunctions[at] ?? readFunction(bytes, parts.functions, at, names);
		knownFunctions[at] = known;
		return known;
	};
	const frameOf = (at: number, known: KnownFunction | undefined, line: number): KnownFrames => {
		if (known !== undefined && known.functionName !== '') {
			return interned.frame(known.functionName, known.file, line);
		}
		if (addressAt !== at) [addressAt, address] = [at, addressOf(bytes, parts.locations, at)];
		return interned.frame(address, known?.file ?? '', line);
	};
	const readCall = (at: number): KnownFrames => {
		const end = cursor.fieldEnd;
		let functionId = 0;
		let line = 0;
		while (cursor.offset < end) {
			const field = readField(cursor);
			if (field === 1) functionId = readUnsigned(cursor);
			else if (field === 2) line = Math.max(0, readSigned(cursor));
			cursor.offset = cursor.fieldEnd;
		}
		return frameOf(at, functionOf(functionId), line);
	};
	const read = (at: number): KnownFrames => {
		cursor.offset = parts.locations[at * 2] ?? 0;
		const end = parts.locations[at * 2 + 1] ?? 0;
		let first: KnownFrames | undefined;
		let calls: KnownFrames[] | undefined;
		while (cursor.offset < end) {
			const field = readField(cursor);
			const {fieldEnd} = cursor;
			if (field === 4) {
				const call = readCall(at);
				if (first === undefined) first = call;
				else if (calls === undefined) calls = [first, call];
				else calls.push(call);
			}
			cursor.offset = fieldEnd;
		}
		return calls === undefined ? (first ?? frameOf(at, undefined, 0)) : joined(calls);
	};

	return {
		missing: () => missing,
		frames(locationId) {
			const at = locationAt(locationId);
			if (at === undefined) return undefined;
			const known = knownFrames[at] ?? read(at);
			knownFrames[at] = known;
			return known;
		},
	};
}

function joined(calls: readonly KnownFrames[]): KnownFrames {
	const frames = calls.flatMap(call => call.frames);
	return {frames, hash: calls.reduce((hash, call) => addToHash(hash, call.hash), emptyHash)};
}

/** Which record has an id (field 1); of two with the same id the last one counts. Go counts them up from 1. */
function positionsById(bytes: Uint8Array, spans: Spans): (id: number) => number | undefined {
	const count = spans.length / 2;
	const cursor = cursorAt(bytes, 0);
	let countedUp = 0;
	while (countedUp < count && idOf(cursor, spans, countedUp) === countedUp + 1) countedUp += 1;
	if (countedUp === count) return id => (id >= 1 && id <= count ? id - 1 : undefined);
	const positions = new Map<number, number>();
	for (let at = 0; at < count; at += 1) positions.set(idOf(cursor, spans, at), at);
	return id => positions.get(id);
}

function idOf(cursor: Cursor, spans: Spans, at: number): number {
	cursor.offset = spans[at * 2] ?? 0;
	const end = spans[at * 2 + 1] ?? 0;
	let id = 0;
	while (cursor.offset < end) {
		if (readField(cursor) === 1) id = readUnsigned(cursor);
		cursor.offset = cursor.fieldEnd;
	}
	return id;
}

function readFunction(bytes: Uint8Array, spans: Spans, at: number, names: Names): KnownFunction {
	const cursor = cursorAt(bytes, spans[at * 2] ?? 0);
	const end = spans[at * 2 + 1] ?? 0;
	let name = 0;
	let file = 0;
	while (cursor.offset < end) {
		const field = readField(cursor);
		if (field === 2) name = readUnsigned(cursor);
		else if (field === 4) file = readUnsigned(cursor);
		cursor.offset = cursor.fieldEnd;
	}
	return {functionName: names.text(name), file: names.text(file)};
}

/** What stands for the name of a function that is not known. */
function addressOf(bytes: Uint8Array, spans: Spans, at: number): string {
	const cursor = cursorAt(bytes, spans[at * 2] ?? 0);
	const end = spans[at * 2 + 1] ?? 0;
	let address = '0x0';
	while (cursor.offset < end) {
		const field = readField(cursor);
		const {fieldEnd} = cursor;
		if (field === 3) address = readAddress(cursor);
		cursor.offset = fieldEnd;
	}
	return address;
}
