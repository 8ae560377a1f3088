import {createGunzip} from 'node:zlib';
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

/**
 * A streaming gunzip that stops at `maxBytes` of output and whose every step settles, whatever is fed to it. Bytes after
 * the end of the gzip stream are ignored, as gzip itself does.
 */
export const startInflating = (maxBytes: Bytes): Inflating => {
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
