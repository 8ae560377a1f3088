/**
 * A place in a protobuf message that moves on as it is read; it must be one that `wireFault` has nothing against. `high`
 * and `low` are the two halves of 32 bits, unsigned, of the last number that took more than two bytes: enough for every
 * 64-bit number, without a bigint for each. The field read last ends at `fieldEnd`.
 */
export type Cursor = {
	readonly bytes: Uint8Array;
	offset: number;
	fieldEnd: number;
	high: number;
	low: number;
};

export function cursorAt(bytes: Uint8Array, offset: number): Cursor {
	return {bytes, offset, fieldEnd: offset, high: 0, low: 0};
}

/**
 * Steps onto the value of the next field and returns the field's number. The value, from `offset` to `fieldEnd`, is one
 * number, or the inside of a record; several numbers may be packed into one.
 */
export function readField(cursor: Cursor): number {
	const {bytes} = cursor;
	const tag = bytes[cursor.offset] ?? 0;
	cursor.offset += 1;
	if ((tag & 0b111) === 2) {
		const length = readUnsigned(cursor);
		cursor.fieldEnd = cursor.offset + length;
	} else {
		let end = cursor.offset;
		while ((bytes[end] ?? 0) >= 0x80) end += 1;
		cursor.fieldEnd = end + 1;
	}
	return tag >> 3;
}

/** Reads a varint of at most ten bytes. Bits beyond the 64th are dropped. */
function readVarint(cursor: Cursor): void {
	const {bytes} = cursor;
	let {offset} = cursor;
	let low = 0;
	let middle = 0;
	let top = 0;
	let shift = 0;
	for (let byte = 0x80; byte >= 0x80; shift += 7, offset += 1) {
		byte = bytes[offset] ?? 0;
		const bits = byte & 0x7f;
		if (shift < 28) low |= bits << shift;
		else if (shift < 56) middle |= bits << (shift - 28);
		else top |= bits << (shift - 56);
	}
	cursor.offset = offset;
	cursor.low = (low | (middle << 28)) >>> 0;
	cursor.high = ((middle >>> 4) | (top << 24)) >>> 0;
}

const halfRange = 2 ** 32;

/** A `uint64` field as a number. Values beyond 2^53 lose their last bits: enough for the counted-up ids Go writes. */
export function readUnsigned(cursor: Cursor): number {
	// Nearly all are ids and lengths of one byte or two.
	const {bytes, offset} = cursor;
	const first = bytes[offset] ?? 0;
	if (first < 0x80) {
		cursor.offset = offset + 1;
		return first;
	}
	const second = bytes[offset + 1] ?? 0;
	if (second < 0x80) {
		cursor.offset = offset + 2;
		return (first & 0x7f) | (second << 7);
	}
	readVarint(cursor);
	return cursor.high * halfRange + cursor.low;
}

/** An `int64` field as a number. Values beyond 2^53 lose their last bits. */
export function readSigned(cursor: Cursor): number {
	readVarint(cursor);
	return (cursor.high | 0) * halfRange + cursor.low;
}

/** A `uint64` field as a machine address, every bit kept: `0x43b336`. */
export function readAddress(cursor: Cursor): string {
	readVarint(cursor);
	const low = cursor.low.toString(16);
	return cursor.high === 0 ? `0x${low}` : `0x${cursor.high.toString(16)}${low.padStart(8, '0')}`;
}
