import {addToHash, emptyHash, type Interned, type KnownFrames} from './interned.ts';
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
	let missing = 0;

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
	const read = (at: number): KnownFrames => {
		const cursor = cursorAt(bytes, parts.locations[at * 2] ?? 0);
		const end = parts.locations[at * 2 + 1] ?? 0;
		const calls: KnownFrames[] = [];
		let address: string | undefined;
		const frameOf = (known: KnownFunction | undefined, line: number) => {
			if (known !== undefined && known.functionName !== '') {
				return interned.frame(known.functionName, known.file, line);
			}
			address ??= addressOf(bytes, parts.locations, at);
			return interned.frame(address, known?.file ?? '', line);
		};
		while (cursor.offset < end) {
			const field = readField(cursor);
			const {fieldEnd} = cursor;
			if (field === 4) {
				const {functionId, line} = readLine(cursor);
				calls.push(frameOf(functionOf(functionId), line));
			}
			cursor.offset = fieldEnd;
		}
		return calls.length > 1 ? joined(calls) : (calls[0] ?? frameOf(undefined, 0));
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
	const ids: number[] = [];
	let isCountedUp = true;
	for (let at = 0; at < count; at += 1) {
		const end = spans[at * 2 + 1] ?? 0;
		let id = 0;
		const cursor = cursorAt(bytes, spans[at * 2] ?? 0);
		while (cursor.offset < end) {
			if (readField(cursor) === 1) id = readUnsigned(cursor);
			cursor.offset = cursor.fieldEnd;
		}
		ids.push(id);
		isCountedUp &&= id === at + 1;
	}
	if (isCountedUp) return id => (id >= 1 && id <= count ? id - 1 : undefined);
	const positions = new Map(ids.map((id, at) => [id, at]));
	return id => positions.get(id);
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

type Line = {readonly functionId: number; readonly line: number};

/** Reads the record that the cursor is on. */
function readLine(cursor: Cursor): Line {
	const end = cursor.fieldEnd;
	let functionId = 0;
	let line = 0;
	while (cursor.offset < end) {
		const field = readField(cursor);
		if (field === 1) functionId = readUnsigned(cursor);
		else if (field === 2) line = Math.max(0, readSigned(cursor));
		cursor.offset = cursor.fieldEnd;
	}
	return {functionId, line};
}
