/** A stretch of the input, from `start` up to but not including `end`. */
export type Span = {readonly start: number; readonly end: number};

/** A call as a dump prints it: `main.(*server).handle({0x1?, 0x2}, ...)`. */
export type CallSpans = {readonly functionName: Span; readonly callArguments: Span};

/** Where a call is: `⇥/src/app/main.go:42 +0x1d`. `fileAndLine` is `/src/app/main.go:42`. */
export type LocationSpans = {
	readonly fileAndLine: Span;
	readonly file: Span;
	readonly line: number;
	readonly hasOffset: boolean;
};

const tab = 0x09;
const space = 0x20;
const openingParenthesis = 0x28;
const closingParenthesis = 0x29;
const colon = 0x3a;
const zero = 0x30;
const nine = 0x39;
/** More than a line or goroutine number can have. */
export const maxDigits = 15;
/** All that runtime.printArgs prints: hexadecimal words, `{}` around aggregates, `...`, `_` and `?`. */
const argumentCharacters: ReadonlySet<number> = new Set(Array.from('0123456789abcdefx{}, .?_', byteOf));

/**
 * Splits a line at the argument list that ends it. Function names have parentheses and brackets too, argument lists
 * have not: the last opening one begins it. Undefined when the line does not end in an argument list.
 */
export function callSpans(bytes: Uint8Array, {start, end}: Span): CallSpans | undefined {
	if (bytes[end - 1] !== closingParenthesis) return undefined;
	let offset = end - 2;
	while (offset > start && argumentCharacters.has(bytes[offset] ?? 0)) offset -= 1;
	if (offset <= start || bytes[offset] !== openingParenthesis) return undefined;
	return {functionName: {start, end: offset}, callArguments: {start: offset + 1, end: end - 1}};
}

/** Reads a location line. File names may have spaces and colons: the line number is behind the last colon. */
export function locationSpans(bytes: Uint8Array, {start, end}: Span): LocationSpans | undefined {
	if (bytes[start] !== tab) return undefined;
	for (let offset = end - 2; offset > start; offset -= 1) {
		if (bytes[offset] !== colon) continue;
		const digitsEnd = endOfDigits(bytes, {start: offset + 1, end});
		if (digitsEnd === offset + 1 || (digitsEnd < end && bytes[digitsEnd] !== space)) continue;
		return {
			fileAndLine: {start: start + 1, end: digitsEnd},
			file: {start: start + 1, end: offset},
			line: numberAt(bytes, offset + 1, digitsEnd),
			hasOffset: startsWith(bytes, {start: digitsEnd, end}, ' +0x'),
		};
	}
	return undefined;
}

/** The number at the end of a line, behind a marker: the 7 of ` in goroutine 7`. */
export function trailingNumber(
	bytes: Uint8Array,
	{start, end}: Span,
	marker: string,
): {readonly value: number; readonly markerStart: number} | undefined {
	let digits = end;
	while (digits > start && isDigit(bytes[digits - 1])) digits -= 1;
	const markerStart = digits - marker.length;
	if (digits === end || markerStart < start) return undefined;
	if (!startsWith(bytes, {start: markerStart, end: digits}, marker)) return undefined;
	return {value: numberAt(bytes, digits, end), markerStart};
}

/** Whether a stretch begins with an ASCII text. */
export function startsWith(bytes: Uint8Array, {start, end}: Span, text: string): boolean {
	if (end - start < text.length) return false;
	for (let index = 0; index < text.length; index += 1) {
		if (bytes[start + index] !== text.charCodeAt(index)) return false;
	}
	return true;
}

/** Reads decimal digits, `maxDigits` at most. */
export function numberAt(bytes: Uint8Array, start: number, end: number): number {
	let value = 0;
	for (let offset = start; offset < end && offset < start + maxDigits; offset += 1) {
		value = value * 10 + (bytes[offset] ?? zero) - zero;
	}
	return value;
}

export function endOfDigits(bytes: Uint8Array, {start, end}: Span): number {
	let offset = start;
	while (offset < end && isDigit(bytes[offset])) offset += 1;
	return offset;
}

function isDigit(byte: number | undefined): boolean {
	return byte !== undefined && byte >= zero && byte <= nine;
}

function byteOf(character: string): number {
	return character.charCodeAt(0);
}
