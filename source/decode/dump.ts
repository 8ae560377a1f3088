import type {Decoded} from '../profile/decoded.ts';
import type {Dump, DumpedGoroutine} from '../profile/dump.ts';
import type {Bytes} from '../profile/units.ts';
import {describedBytes} from './described.ts';
import {addLine, closedGoroutine, isIncomplete, type OpenGoroutine, openGoroutine} from './dump-goroutine.ts';
import {type DumpHeader, dumpHeader} from './dump-header.ts';
import {locationSpans, type Span, startsWith} from './dump-line.ts';
import {createFrameTable} from './frame-table.ts';

/** runtime/pprof stops growing its buffer here and sends what fits, as if that were all (writeGoroutineStacks). */
const maxDumpBytes: Bytes = 64 * 1024 * 1024;
/** Longer ones, which only enormous labels could make, are not worth the time their parsing would take. */
const maxHeaderBytes: Bytes = 65_536;
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
			const header = headerAt(bytes, line);
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

function headerAt(bytes: Uint8Array, {start, end}: Span): DumpHeader | undefined {
	return end - start > maxHeaderBytes ? undefined : dumpHeader(utf8.decode(bytes.subarray(start, end)));
}

/** A dump whose last line break was trimmed off still ends in a location; one that was cut hardly ever does. */
function isWholeLocation(bytes: Uint8Array, line: Span): boolean {
	return locationSpans(bytes, line)?.hasOffset === true;
}
