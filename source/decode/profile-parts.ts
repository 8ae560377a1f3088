import {cursorAt, readField} from './varint.ts';

/** Where a record lies in the bytes. */
export type Span = readonly [start: number, end: number];

/** Where the records of a profile lie that come by the thousand; `head` is a message of everything else. */
export type ProfileParts = {
	readonly samples: readonly Span[];
	readonly locations: readonly Span[];
	readonly functions: readonly Span[];
	readonly strings: readonly Span[];
	readonly head: Uint8Array;
};

/** Takes a profile that `wireFault` has nothing against apart, in any order of its fields. */
export function partsOf(bytes: Uint8Array): ProfileParts {
	const samples: Span[] = [];
	const locations: Span[] = [];
	const functions: Span[] = [];
	const strings: Span[] = [];
	const head: Span[] = [];
	const byField: {readonly [field: number]: Span[]} = {2: samples, 4: locations, 5: functions, 6: strings};
	const cursor = cursorAt(bytes, 0);
	while (cursor.offset < bytes.length) {
		const start = cursor.offset;
		const spans = byField[readField(cursor)];
		if (spans === undefined) head.push([start, cursor.fieldEnd]);
		else spans.push([cursor.offset, cursor.fieldEnd]);
		cursor.offset = cursor.fieldEnd;
	}
	return {samples, locations, functions, strings, head: joined(bytes, head)};
}

function joined(bytes: Uint8Array, spans: readonly Span[]): Uint8Array {
	const whole = new Uint8Array(spans.reduce((sum, [start, end]) => sum + end - start, 0));
	let offset = 0;
	for (const [start, end] of spans) {
		whole.set(bytes.subarray(start, end), offset);
		offset += end - start;
	}
	return whole;
}
