/**
 * A recording: what a process served over time, in one file.
 *
 * The whole file is one brotli stream. Inside: the line `goroutop recording 1`, a line with the length of the table in
 * bytes, the table as JSON, then the bodies one behind the other. Bodies are stored inflated, because hundreds of
 * nearly equal ones compress far better together than each on its own.
 */
import {brotliCompressSync, brotliDecompressSync, constants} from 'node:zlib';
import type {Bytes, Milliseconds} from '../profile/units.ts';
import {plainText} from './plain-text.ts';
import {type PlacedReply, readTable, writeTable} from './recording-table.ts';

/** One reply of the recorded process. `path` is relative to the pprof base: `''` is the index, `heap?debug=1`. */
export type RecordedReply = {
	readonly path: string;
	/** From the beginning of the recording to the moment the reply was complete. */
	readonly offsetMilliseconds: Milliseconds;
	readonly status: number;
	readonly contentType: string;
	/** Inflated. */
	readonly body: Uint8Array;
};

/** `replies` are in the order of their offsets. */
export type Recording = {
	/** What was recorded, for people: `checkout`. */
	readonly program: string;
	/** `go1.27.3`. */
	readonly goVersion: string;
	readonly durationMilliseconds: Milliseconds;
	readonly replies: readonly RecordedReply[];
};

/** `sentence` says in one line what is wrong with the file. */
export type DecodedRecording =
	| {readonly ok: true; readonly recording: Recording}
	| {readonly ok: false; readonly sentence: string};

const magic = 'goroutop recording ';
const version = 1;
/** Brotli can blow up a small file without bound; the demo inflates to a few MB. */
const maxInflatedBytes: Bytes = 128 * 1024 * 1024;
const newline = 10;

/** Takes seconds for a few MB: it looks for the smallest file. */
export function encodeRecording(recording: Recording): Uint8Array {
	// Brotli finds repetitions best when they are near: the bodies of one path go side by side.
	const byPath = recording.replies.toSorted(
		(a, b) => comparePaths(a.path, b.path) || a.offsetMilliseconds - b.offsetMilliseconds,
	);
	let start = 0;
	const placed = byPath.map((reply): PlacedReply => {
		const {body, ...rest} = reply;
		const place = {...rest, start, length: body.length};
		start += body.length;
		return place;
	});
	const {program, goVersion, durationMilliseconds} = recording;
	const table = writeTable({program, goVersion, durationMilliseconds, replies: placed});
	const head = Buffer.from(`${magic}${version}\n${table.length}\n`);
	const file = Buffer.concat([head, table, ...byPath.map(reply => reply.body)]);
	return brotliCompressSync(file, {
		params: {
			[constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
			[constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
			[constants.BROTLI_PARAM_SIZE_HINT]: file.length,
		},
	});
}

/** Never throws: a file that is damaged, of another kind or of a later version gives a sentence. */
export function decodeRecording(bytes: Uint8Array): DecodedRecording {
	const file = inflate(bytes);
	if (file === undefined) return fail('This file is not a recording, or it is damaged: it does not inflate.');
	const first = readLine(file, 0);
	if (!first?.text.startsWith(magic)) return fail('This file is not a goroutop recording.');
	const fileVersion = first.text.slice(magic.length);
	if (fileVersion !== String(version)) {
		return fail(
			`This recording has format version ${plainText(fileVersion, 20)}, but this goroutop reads version ${version}.`,
		);
	}
	const second = readLine(file, first.next);
	const tableLength = /^\d{1,9}$/.test(second?.text ?? '') ? Number(second?.text) : Number.NaN;
	if (second === undefined || !(second.next + tableLength <= file.length)) {
		return fail('This recording is damaged: its table is cut off.');
	}
	const bodiesStart = second.next + tableLength;
	const table = readTable(file.subarray(second.next, bodiesStart), file.length - bodiesStart);
	if (table === undefined) return fail('This recording is damaged: its table makes no sense.');
	const replies = table.replies
		.map(({start, length, ...rest}) => ({
			...rest,
			body: file.subarray(bodiesStart + start, bodiesStart + start + length),
		}))
		.toSorted((a, b) => a.offsetMilliseconds - b.offsetMilliseconds);
	return {ok: true, recording: {...table, replies}};
}

function comparePaths(a: string, b: string): number {
	if (a === b) return 0;
	return a < b ? -1 : 1;
}

function inflate(bytes: Uint8Array): Uint8Array | undefined {
	try {
		return brotliDecompressSync(bytes, {maxOutputLength: maxInflatedBytes});
	} catch {
		return undefined;
	}
}

function readLine(
	file: Uint8Array,
	start: number,
): {readonly text: string; readonly next: number} | undefined {
	const maxLength = 80;
	const end = file.subarray(start, start + maxLength).indexOf(newline);
	if (end < 0) return undefined;
	return {text: Buffer.from(file.subarray(start, start + end)).toString('latin1'), next: start + end + 1};
}

function fail(sentence: string): DecodedRecording {
	return {ok: false, sentence};
}
