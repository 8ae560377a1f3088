import type {Decoded} from '../profile/decoded.ts';
import type {Dump, DumpedGoroutine} from '../profile/dump.ts';
import type {Bytes, Count} from '../profile/units.ts';
import {describedBytes} from './described.ts';
import {addLine, closedGoroutine, isIncomplete, type OpenGoroutine, openGoroutine} from './dump-goroutine.ts';
import {type DumpHeader, dumpHeader} from './dump-header.ts';
import {endOfDigits, locationSpans, maxDigits, numberAt, type Span, startsWith} from './dump-line.ts';
import {createFrameTable, type FrameTable} from './frame-table.ts';

/** runtime/pprof stops growing its buffer here and sends what fits, as if that were all (writeGoroutineStacks). */
const maxDumpBytes: Bytes = 64 * 1024 * 1024;
/** Longer ones, which only enormous labels could make, are not worth the time their parsing would take. */
const maxHeaderBytes: Bytes = 65_536;
/** Longer ones have labels, which are hardly ever the same; nor are there many different ones without. */
const maxSharedBytes: Bytes = 64;
const maxHeadersKnown: Count = 1000;
const newline = 0x0a;
const carriageReturn = 0x0d;
const colon = 0x3a;
const headerOpening = 'goroutine ';
const utf8 = new TextDecoder();

/**
 * Reads a goroutine dump (`goroutine?debug=2`, a crash, a SIGQUIT) of Go 1.19 to 1.27, also from the middle of a log.
 * Lines outside of goroutines are passed over. Skipped are goroutines whose header is in no known form, remarks in
 * headers that are not known, and lines between frames that are no frames. Ancestors of a goroutine are left out.
 */
export function decodeDump(bytes: Uint8Array): Decoded<Dump> {
	const table = createFrameTable(bytes);
	const readHeader = headerReader(bytes, table);
	const goroutines: DumpedGoroutine[] = [];
	let open: OpenGoroutine | undefined;
	let skipped = 0;
	let isCut = bytes.length === maxDumpBytes;

	function close(): void {
		if (open === undefined) return;
		skipped += open.lostLines;
		goroutines.push(closedGoroutine(open, table));
		open = undefined;
	}

	for (let start = 0; start < bytes.length; ) {
		const found = bytes.indexOf(newline, start);
		const isLast = found === -1;
		const end = isLast ? bytes.length : found;
		const line = {start, end: bytes[end - 1] === carriageReturn && end > start ? end - 1 : end};
		start = end + 1;
		if (looksLikeHeader(bytes, line, isLast)) {
			close();
			const header = readHeader(line);
			if (header !== undefined) open = openGoroutine(header);
			if (isLast) isCut = true;
			else skipped += header === undefined ? 1 : header.unknownRemarks;
		} else if (line.start === line.end) {
			close();
		} else if (open !== undefined) {
			addLine(open, bytes, line, table);
			if (isLast && !isWholeLocation(bytes, line)) isCut = true;
		}
	}
	if (open !== undefined && isIncomplete(open, bytes)) isCut = true;
	close();
	if (goroutines.length === 0) {
		return {ok: false, reason: `${describedBytes(bytes) ?? 'binary data'}, not a goroutine dump`};
	}
	return {ok: true, value: {goroutines, cut: isCut}, skipped};
}

/** Every header ends in a colon, unless the input ends before it. */
function looksLikeHeader(bytes: Uint8Array, line: Span, isLast: boolean): boolean {
	const opening = isLast ? headerOpening.slice(0, line.end - line.start) : headerOpening;
	if (opening === '' || !startsWith(bytes, line, opening)) return false;
	if (isLast) return true;
	const digit = bytes[line.start + headerOpening.length] ?? 0;
	return digit >= 0x30 && digit <= 0x39 && bytes[line.end - 1] === colon;
}

/** Reads headers. Thousands of goroutines wait alike: what is behind their numbers is looked at once. */
function headerReader(bytes: Uint8Array, table: FrameTable): (line: Span) => DumpHeader | undefined {
	const known = new Map<string, DumpHeader | undefined>();
	return ({start, end}) => {
		if (end - start > maxHeaderBytes) return undefined;
		const number = {start: start + headerOpening.length, end};
		const rest = {start: endOfDigits(bytes, number), end};
		const digits = rest.start - number.start;
		if (digits < 1 || digits > maxDigits || end - rest.start > maxSharedBytes) {
			return dumpHeader(utf8.decode(bytes.subarray(start, end)));
		}
		const text = table.text(rest);
		if (!known.has(text)) {
			if (known.size >= maxHeadersKnown) known.clear();
			known.set(text, dumpHeader(`${headerOpening}0${text}`));
		}
		const header = known.get(text);
		return header && {...header, id: numberAt(bytes, number.start, rest.start)};
	};
}

/** A dump whose last line break was trimmed off still ends in a location; one that was cut hardly ever does. */
function isWholeLocation(bytes: Uint8Array, line: Span): boolean {
	return locationSpans(bytes, line)?.hasOffset === true;
}
