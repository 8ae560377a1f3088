import {createGunzip, gunzipSync} from 'node:zlib';
import type {Bytes} from '../profile/units.ts';

/** `early`: the stream ends before gzip's own end. `broken`: not gzip after all, or damaged. */
export type InflateOutcome = 'open' | 'complete' | 'early' | 'broken' | 'too-large';

export type Inflating = {
	/** Settles when the chunk is used up. Anything but `open` and `complete` is final: nothing more will come. */
	readonly write: (chunk: Uint8Array) => Promise<InflateOutcome>;
	/** Says that no more chunks come, and settles when all is inflated. */
	readonly end: () => Promise<InflateOutcome>;
	/** The inflated bytes so far; never more than the cap. */
	readonly parts: readonly Uint8Array[];
	readonly close: () => void;
};

/** What is no longer than this is inflated at once when all of it has come: a stream and its threads would take longer. */
const mostBytesAtOnce: Bytes = 32 * 1024;
/** A millisecond or two; what turns out to be longer goes through a stream after all. */
const mostInflatedAtOnce: Bytes = 512 * 1024;

/**
 * A gunzip that stops at `maxBytes` of output and whose every step settles, whatever is fed to it. Bytes after the end of
 * the gzip stream are ignored, as gzip itself does.
 */
export const startInflating = (maxBytes: Bytes): Inflating => {
	let held: Uint8Array[] = [];
	let heldBytes = 0;
	let parts: readonly Uint8Array[] = [];
	let stream: Inflating | undefined;

	const flow = async (): Promise<InflateOutcome> => {
		stream = startStream(maxBytes);
		parts = stream.parts;
		const before = held;
		held = [];
		return stream.write(Buffer.concat(before));
	};
	return {
		async write(chunk) {
			if (stream !== undefined) {
				return stream.write(chunk);
			}
			held.push(chunk);
			heldBytes += chunk.length;
			return heldBytes > mostBytesAtOnce ? flow() : 'open';
		},
		async end() {
			if (stream === undefined) {
				const whole = inflatedAtOnce(held, Math.min(maxBytes, mostInflatedAtOnce));
				if (whole !== undefined) {
					parts = [whole];
					return 'complete';
				}
				const outcome = await flow();
				if (outcome !== 'open') {
					return outcome;
				}
			}
			return stream?.end() ?? 'broken';
		},
		get parts() {
			return parts;
		},
		close: () => stream?.close(),
	};
};

/** Undefined for what is too long, damaged or cut off: a stream says which. */
const inflatedAtOnce = (held: readonly Uint8Array[], maxOutputLength: Bytes): Uint8Array | undefined => {
	try {
		const [first = new Uint8Array(), ...more] = held;
		return gunzipSync(more.length === 0 ? first : Buffer.concat(held), {maxOutputLength});
	} catch {
		return undefined;
	}
};

const startStream = (maxBytes: Bytes): Inflating => {
	const stream = createGunzip({chunkSize: 65_536});
	const parts: Uint8Array[] = [];
	let inflatedBytes = 0;
	let outcome: InflateOutcome = 'open';
	let settle = () => {};

	const finish = (result: InflateOutcome) => {
		outcome = outcome === 'open' ? result : outcome;
		settle();
	};
	const step = async (act: (done: () => void) => void): Promise<InflateOutcome> => {
		if (outcome === 'open') {
			await new Promise<void>(resolve => {
				settle = resolve;
				act(resolve);
			});
		}
		return outcome;
	};

	stream.on('data', (part: Buffer) => {
		inflatedBytes += part.length;
		if (inflatedBytes > maxBytes) {
			finish('too-large');
			stream.destroy();
		} else {
			parts.push(part);
		}
	});
	stream.on('end', () => finish('complete'));
	// zlib's "unexpected end of file" has this code; every other one means the bytes are wrong.
	stream.on('error', error => finish('code' in error && error.code === 'Z_BUF_ERROR' ? 'early' : 'broken'));

	return {
		write: chunk => step(done => stream.write(chunk, done)),
		end: () => step(() => stream.end()),
		parts,
		close: () => {
			finish('broken');
			stream.destroy();
		},
	};
};
