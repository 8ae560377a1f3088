import {Buffer} from 'node:buffer';
import {createHash} from 'node:crypto';
import {expect, test} from 'vitest';
import {signatureFault} from '../../scripts/binary/code-signature.ts';

const pageBytes = 4096;
const codeBytes = 2 * pageBytes + 100;
const identifier = 'a.out\0';

/** A Mach-O file with one load command, of two pages and a bit, signed ad hoc. */
const signed = (): Buffer => {
	const code = Buffer.alloc(codeBytes, 0x90);
	for (const [index, value] of [0xfeedfacf, 0x0100000c, 0, 2, 1, 16, 0, 0].entries()) {
		code.writeUInt32LE(value, 4 * index);
	}
	const hashes = [0, 1, 2].map(page => page * pageBytes);
	const directoryBytes = 44 + identifier.length + 32 * hashes.length;
	for (const [index, value] of [0x1d, 16, codeBytes, 20 + directoryBytes].entries()) {
		code.writeUInt32LE(value, 32 + 4 * index);
	}
	const big = (values: readonly number[]) => {
		const bytes = Buffer.alloc(4 * values.length);
		for (const [index, value] of values.entries()) {
			bytes.writeUInt32BE(value, 4 * index);
		}
		return bytes;
	};
	const hashOffset = 44 + identifier.length;
	return Buffer.concat([
		code,
		big([0xfade0cc0, 20 + directoryBytes, 1, 0, 20]),
		big([0xfade0c02, directoryBytes, 0x20400, 0x20002, hashOffset, 44, 0, hashes.length, codeBytes]),
		// The size of a hash, SHA-256, no platform, pages of 2^12 bytes.
		Buffer.from([32, 2, 0, 12]),
		big([0]),
		Buffer.from(identifier),
		...hashes.map(start =>
			createHash('sha256')
				.update(code.subarray(start, start + pageBytes))
				.digest(),
		),
	]);
};

const changed = (offset: number, value: number): Buffer => {
	const bytes = signed();
	bytes.writeUInt8(value, offset);
	return bytes;
};

test('a file whose pages are as they were signed', () => {
	expect(signatureFault(signed())).toBeUndefined();
});

test.each([
	['a page that was changed', changed(pageBytes + 7, 1), 'page 1 is not as it was signed'],
	['the last page, which is not whole', changed(codeBytes - 1, 1), 'page 2 is not as it was signed'],
	['a load command of another kind', changed(32, 0x1b), 'it is not signed'],
	['another file', Buffer.from('\u007fELF and more'), 'it is no Mach-O executable of 64 bits'],
	['half a file', signed().subarray(0, codeBytes + 40), 'it is cut off'],
	[
		'a signature with other hashes',
		changed(codeBytes + 20 + 37, 1),
		'its signature has no SHA-256 hashes of its code',
	],
	['a signature of less code', changed(codeBytes + 20 + 35, 0), 'its signature is of other code'],
])('%s', (_name, file, sentence) => {
	expect(signatureFault(file)).toBe(sentence);
});
