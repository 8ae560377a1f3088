import {Buffer} from 'node:buffer';
import {createHash} from 'node:crypto';

// From mach-o/loader.h and kern/cs_blobs.h; what is inside a signature is big-endian.
const machO64 = 0xfeedfacf;
const codeSignatureCommand = 0x1d;
const superBlob = 0xfade0cc0;
const codeDirectory = 0xfade0c02;
const sha256 = 2;

/**
 * What is wrong with the signature of a Mach-O executable, undefined when each page hashes to what its signature says. macOS
 * runs nothing on arm64 without one, be it ad hoc. Who signed is not asked.
 */
export function signatureFault(file: Uint8Array): string | undefined {
	const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
	try {
		return fault(bytes);
	} catch (error) {
		if (error instanceof RangeError) {
			return 'it is cut off';
		}

		throw error;
	}
}

function fault(bytes: Buffer): string | undefined {
	if (bytes.readUInt32LE(0) !== machO64) {
		return 'it is no Mach-O executable of 64 bits';
	}

	const signature = signatureOffset(bytes);
	if (signature === undefined || bytes.readUInt32BE(signature) !== superBlob) {
		return 'it is not signed';
	}

	const directory = directoryOffset(bytes, signature);
	if (directory === undefined || bytes.readUInt8(directory + 37) !== sha256) {
		return 'its signature has no SHA-256 hashes of its code';
	}

	const hashes = directory + bytes.readUInt32BE(directory + 16);
	const pages = bytes.readUInt32BE(directory + 28);
	const codeBytes = bytes.readUInt32BE(directory + 32);
	const pageBytes = 2 ** bytes.readUInt8(directory + 39);
	if (codeBytes !== signature || pages !== Math.ceil(codeBytes / pageBytes)) {
		return 'its signature is of other code';
	}

	for (let page = 0; page < pages; page++) {
		const code = bytes.subarray(page * pageBytes, Math.min((page + 1) * pageBytes, codeBytes));
		const signed = bytes.subarray(hashes + page * 32, hashes + (page + 1) * 32);
		if (!createHash('sha256').update(code).digest().equals(signed)) {
			return `page ${page} is not as it was signed`;
		}
	}

	return undefined;
}

function signatureOffset(bytes: Buffer): number | undefined {
	const commands = bytes.readUInt32LE(16);
	let offset = 32;
	for (let index = 0; index < commands; index++) {
		if (bytes.readUInt32LE(offset) === codeSignatureCommand) {
			return bytes.readUInt32LE(offset + 8);
		}

		offset += bytes.readUInt32LE(offset + 4);
	}

	return undefined;
}

function directoryOffset(bytes: Buffer, signature: number): number | undefined {
	const blobs = bytes.readUInt32BE(signature + 8);
	return Array.from(
		{length: blobs},
		(_, index) => signature + bytes.readUInt32BE(signature + 16 + 8 * index),
	).find(offset => bytes.readUInt32BE(offset) === codeDirectory);
}
