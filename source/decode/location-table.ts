import type {Frame} from '../profile/frame.ts';
import type {Names} from './profile-names.ts';
import type {ProfileParts, Span} from './profile-parts.ts';
import {type Cursor, cursorAt, readAddress, readField, readSigned, readUnsigned} from './varint.ts';

/** Hands out the frames of a location, the same ones each time, read when they are first asked for. */
export type LocationTable = {
	/** One frame per inlined call, innermost first; a location without any is named by its address. */
	readonly frames: (locationId: number) => readonly Frame[] | undefined;
	/** Functions that locations refer to and that are not there. */
	readonly missing: () => number;
};

type KnownFunction = {readonly functionName: string; readonly file: string};

export function createLocationTable(bytes: Uint8Array, parts: ProfileParts, names: Names): LocationTable {
	const locations = spansById(bytes, parts.locations);
	const functions = spansById(bytes, parts.functions);
	const framesById = new Map<number, readonly Frame[]>();
	const functionsById = new Map<number, KnownFunction>();
	let missing = 0;

	const functionOf = (id: number): KnownFunction | undefined => {
		const span = functions.get(id);
		if (span === undefined) {
			missing += 1;
			return undefined;
		}
		const known = functionsById.get(id) ?? readFunction(bytes, span, names);
		functionsById.set(id, known);
		return known;
	};
	const read = (span: Span): readonly Frame[] => {
		const location = readLocation(bytes, span);
		if (location.lines.length === 0) return [{functionName: location.address, file: '', line: 0}];
		return location.lines.map(({functionId, line}) => {
			const known = functionOf(functionId);
			return {functionName: known?.functionName || location.address, file: known?.file ?? '', line};
		});
	};

	return {
		missing: () => missing,
		frames(locationId) {
			const known = framesById.get(locationId);
			if (known !== undefined) return known;
			const span = locations.get(locationId);
			if (span === undefined) return undefined;
			const frames = read(span);
			framesById.set(locationId, frames);
			return frames;
		},
	};
}

/** Where each record lies, by its id (field 1); of two with the same id the last one counts. */
function spansById(bytes: Uint8Array, spans: readonly Span[]): ReadonlyMap<number, Span> {
	const byId = new Map<number, Span>();
	for (const span of spans) {
		let id = 0;
		const cursor = cursorAt(bytes, span[0]);
		while (cursor.offset < span[1]) {
			if (readField(cursor) === 1) id = readUnsigned(cursor);
			cursor.offset = cursor.fieldEnd;
		}
		byId.set(id, span);
	}
	return byId;
}

function readFunction(bytes: Uint8Array, [start, end]: Span, names: Names): KnownFunction {
	const cursor = cursorAt(bytes, start);
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

type Line = {readonly functionId: number; readonly line: number};

function readLocation(
	bytes: Uint8Array,
	[start, end]: Span,
): {readonly address: string; readonly lines: readonly Line[]} {
	const cursor = cursorAt(bytes, start);
	const lines: Line[] = [];
	let address = '0x0';
	while (cursor.offset < end) {
		const field = readField(cursor);
		const {fieldEnd} = cursor;
		if (field === 3) address = readAddress(cursor);
		else if (field === 4) lines.push(readLine(cursor));
		cursor.offset = fieldEnd;
	}
	return {address, lines};
}

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
