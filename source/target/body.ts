import {setImmediate as nextTurn} from 'node:timers/promises';
import type {Bytes} from '../profile/units.ts';
import {type InflateOutcome, type Inflating, startInflating} from './inflating.ts';

export type BodyProblem =
	/** Past the cap, on the wire or inflated. */
	| {readonly kind: 'too-large'; readonly where: 'wire' | 'inflated'}
	/** Begun as gzip but damaged, or said to be in an encoding that it is not in or that was not asked for. */
	| {readonly kind: 'not-gzip'; readonly encoding: string}
	/** The chunks end in an error, or all came but the gzip stream in them is not at its end. */
	| {readonly kind: 'truncated'; readonly wireBytes: Bytes};

export type Body =
	| {readonly ok: true; readonly bytes: Uint8Array}
	| {readonly ok: false; readonly problem: BodyProblem};

/**
 * Reads a body to its end and inflates it on the way: by its magic bytes, as net/http/pprof sends gzip without saying so
 * in Content-Encoding, and once more when a proxy put its own gzip around that. Stops at `maxBytes`, on the wire and
 * inflated alike, holding at most one chunk past it. Of a plain body no more is held than its last `tailBytes` and a chunk.
 * Never rejects: chunks that end in an error are a truncated body.
 */
export const readBody = async (
	chunks: AsyncIterable<Uint8Array>,
	contentEncoding: string,
	maxBytes: Bytes,
	tailBytes: Bytes = Number.POSITIVE_INFINITY,
): Promise<Body> => {
	const encoding = contentEncoding.trim().toLowerCase();
	const byProxy = encoding === 'gzip' || encoding === 'x-gzip';
	if (!byProxy && encoding !== '' && encoding !== 'identity') {
		return {ok: false, problem: {kind: 'not-gzip', encoding}};
	}
	const outer = startLayer(maxBytes, tailBytes);
	let wireBytes = 0;
	const stopped = (outcome: InflateOutcome): Body => ({
		ok: false,
		problem: problemOf(outcome, encoding, wireBytes),
	});
	try {
		for await (const chunk of chunks) {
			wireBytes += chunk.length;
			if (wireBytes > maxBytes) {
				return {ok: false, problem: {kind: 'too-large', where: 'wire'}};
			}
			const outcome = await outer.write(chunk);
			if (outcome !== 'open' && outcome !== 'complete') {
				return stopped(outcome);
			}
		}
		const outcome = await outer.end();
		if (outcome !== 'complete') {
			return stopped(outcome);
		}
		const bytes = await outer.bytes();
		if (!byProxy || bytes.length === 0) {
			return {ok: true, bytes};
		}
		if (!outer.isGzip()) {
			return stopped('broken');
		}
		const inner = startLayer(maxBytes, tailBytes);
		const written = await inner.write(bytes);
		const ended = written === 'open' ? await inner.end() : written;
		inner.close();
		return ended === 'complete' ? {ok: true, bytes: await inner.bytes()} : stopped(ended);
	} catch {
		return stopped('early');
	} finally {
		outer.close();
	}
};

const problemOf = (outcome: InflateOutcome, encoding: string, wireBytes: Bytes): BodyProblem => {
	if (outcome === 'too-large') {
		return {kind: 'too-large', where: 'inflated'};
	}
	return outcome === 'early' ? {kind: 'truncated', wireBytes} : {kind: 'not-gzip', encoding};
};

/** Collects chunks, inflated when the first two bytes (which may come in two chunks) are those of gzip. */
const startLayer = (maxBytes: Bytes, tailBytes: Bytes) => {
	const plain: Uint8Array[] = [];
	let plainBytes = 0;
	let held: Uint8Array | undefined = new Uint8Array();
	let inflating: Inflating | undefined;
	return {
		write: async (chunk: Uint8Array): Promise<InflateOutcome> => {
			let next = chunk;
			if (held !== undefined) {
				next = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
				held = next.length < 2 ? next : undefined;
				if (held !== undefined) {
					return 'open';
				}
				inflating = next[0] === 0x1f && next[1] === 0x8b ? startInflating(maxBytes) : undefined;
			}
			if (inflating !== undefined) {
				return inflating.write(next);
			}
			plain.push(next);
			plainBytes += next.length;
			for (
				let first = plain[0];
				first !== undefined && plainBytes - first.length >= tailBytes;
				first = plain[0]
			) {
				plainBytes -= first.length;
				plain.shift();
			}
			return 'open';
		},
		end: async (): Promise<InflateOutcome> => (inflating === undefined ? 'complete' : inflating.end()),
		bytes: async (): Promise<Uint8Array> => held ?? joined(inflating?.parts ?? plain),
		isGzip: (): boolean => inflating !== undefined,
		close: () => inflating?.close(),
	};
};

const bytesAtOnce: Bytes = 2 * 1024 * 1024;

/** One buffer of many; to copy tens of MiB takes tens of milliseconds, in which a key may be waiting. */
const joined = async (parts: readonly Uint8Array[]): Promise<Uint8Array> => {
	const total = parts.reduce((sum, {length}) => sum + length, 0);
	if (total <= bytesAtOnce) {
		return Buffer.concat(parts);
	}
	const bytes = Buffer.allocUnsafeSlow(total);
	let copied = 0;
	let next = bytesAtOnce;
	for (const part of parts) {
		bytes.set(part, copied);
		copied += part.length;
		if (copied >= next) {
			next = copied + bytesAtOnce;
			await nextTurn();
		}
	}
	return bytes;
};
