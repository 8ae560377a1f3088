/** What a field of a message must look like: one varint, varints packed or not, text, or a message of its own. */
type FieldShape = 'number' | 'numbers' | 'text' | MessageShape;
/** By field number. A field that is not listed is skipped, as protobuf asks for. */
type MessageShape = readonly (FieldShape | undefined)[];

const pair: MessageShape = [undefined, 'number', 'number'];
const label: MessageShape = [undefined, 'number', 'number', 'number', 'number'];
const line: MessageShape = [undefined, 'number', 'number', 'number'];
const sample: MessageShape = [undefined, 'numbers', 'numbers', label];
const mapping: MessageShape = [undefined, ...Array.from({length: 10}, () => 'number' as const)];
const location: MessageShape = [undefined, 'number', 'number', 'number', line, 'number'];
const functionEntry: MessageShape = [undefined, 'number', 'number', 'number', 'number', 'number'];

/** The messages of github.com/google/pprof/proto/profile.proto. */
const profile: MessageShape = [
	undefined,
	pair,
	sample,
	mapping,
	location,
	functionEntry,
	'text',
	'number',
	'number',
	'number',
	'number',
	pair,
	'number',
	'numbers',
	'number',
	'number',
];

/** A varint of a 64-bit number is at most this long; pprof-format takes quadratic time on longer ones. */
const maxVarintBytes = 10;
/** A decoded record costs some 200 bytes however short it was; in Go's profiles they average 13 bytes and more. */
const minAverageRecordBytes = 8;
const recordsAlwaysAllowed = 1000;

type Walk = {readonly bytes: Uint8Array; offset: number; records: number; fault: string | undefined};

/**
 * Says why bytes cannot be the protobuf message of a pprof profile, or undefined when they can. Linear in the input;
 * what passes is safe to hand to pprof-format: every field ends inside the input, no number is longer than 64 bits, and
 * the records are not so short that they would swell.
 */
export function wireFault(bytes: Uint8Array): string | undefined {
	const walk: Walk = {bytes, offset: 0, records: 0, fault: undefined};
	walkMessage(walk, bytes.length, profile);
	if (walk.records > recordsAlwaysAllowed + bytes.length / minAverageRecordBytes) {
		return 'is made of near-empty records';
	}
	return walk.fault;
}

function walkMessage(walk: Walk, end: number, shape: MessageShape): void {
	while (walk.offset < end && walk.fault === undefined) {
		const tag = walk.bytes[walk.offset] ?? 0;
		const wireType = tag & 0b111;
		const fieldShape = shape[tag >> 3];
		walk.offset += 1;
		if (tag >= 0x80 || tag < 0b1000 || (wireType !== 0 && wireType !== 2)) {
			walk.fault = 'holds a field that no profile has';
		} else if (wireType === 0) {
			if (fieldShape === 'text' || typeof fieldShape === 'object')
				walk.fault = 'has a number in place of a record';
			else walkVarint(walk, end);
		} else {
			walkDelimited(walk, end, fieldShape);
		}
	}
}

function walkDelimited(walk: Walk, end: number, shape: FieldShape | undefined): void {
	const length = walkVarint(walk, end);
	const fieldEnd = walk.offset + length;
	if (walk.fault !== undefined) return;
	if (fieldEnd > end) walk.fault = 'is cut short';
	if (shape === 'number') walk.fault = 'has a record in place of a number';
	if (walk.fault !== undefined) return;
	if (shape === 'text' || typeof shape === 'object') walk.records += 1;
	if (typeof shape === 'object') {
		walkMessage(walk, fieldEnd, shape);
	} else if (shape === 'numbers') {
		while (walk.offset < fieldEnd && walk.fault === undefined) walkVarint(walk, fieldEnd);
	}
	walk.offset = fieldEnd;
}

/** Steps over a varint and returns its value, exact up to 2^53. */
function walkVarint(walk: Walk, end: number): number {
	let value = 0;
	let scale = 1;
	for (let length = 1; length <= maxVarintBytes; length += 1) {
		if (walk.offset >= end) {
			walk.fault = 'is cut short';
			return 0;
		}
		const byte = walk.bytes[walk.offset] ?? 0;
		walk.offset += 1;
		value += (byte & 0x7f) * scale;
		if (byte < 0x80) return value;
		scale *= 0x80;
	}
	walk.fault = 'holds a number longer than 64 bits';
	return 0;
}
