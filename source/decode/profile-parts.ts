import {cursorAt, readField} from './varint.ts';

/** Where records lie in the bytes: start and end of each in turn. Thousands of pairs of their own would be garbage. */
export type Spans = readonly number[];

/** Where the records of a profile lie that come by the thousand; `head` is a message of everything else. */
export type ProfileParts = {
	readonly samples: Spans;
	readonly locations: Spans;
	readonly functions: Spans;
	readonly strings: Spans;
	readonly head: Uint8Array;
};

/** Takes a profile that `wireFault` has nothing against apart, in any order of its fields. */
export function partsOf(bytes: Uint8Array): ProfileParts {
	const samples: number[] = [];
	const locations: number[] = [];
	const functions: number[] = [];
	const strings: number[] = [];
	const head: number[] = [];
	const byField: {readonly [field: number]: number[]} = {2: samples, 4: locations, 5: functions, 6: strings};
	const cursor = cursorAt(bytes, 0);
	while (cursor.offset < bytes.length) {
		const start = cursor.offset;
		const spans = byField[readField(cursor)];
		if (spans === undefined) head.push(start, cursor.fieldEnd);
		else spans.push(cursor.offset, cursor.fieldEnd);
		cursor.offset = cursor.fieldEnd;
	}
	return {samples, locations, functions, strings, head: joined(bytes, head)};
}

function joined(bytes: Uint8Array, spans: Spans): Uint8Array {
	const parts: Uint8Array[] = [];
	for (let at = 0; at < spans.length; at += 2) parts.push(bytes.subarray(spans[at], spans[at + 1]));
	const whole = new Uint8Array(parts.reduce((sum, {length}) => sum + length, 0));
	let offset = 0;
	for (const part of parts) {
		whole.set(part, offset);
		offset += part.length;
	}
	return whole;
}
