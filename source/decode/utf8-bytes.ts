/**
 * Text as UTF-8 without a byte order mark. PowerShell writes UTF-16 when the output of a command goes to a file. Bytes
 * without a mark come back as they are.
 */
export function utf8Bytes(bytes: Uint8Array): Uint8Array {
	if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
		return bytes.subarray(3);
	}

	const encoding =
		bytes[0] === 0xff && bytes[1] === 0xfe
			? 'utf-16le'
			: bytes[0] === 0xfe && bytes[1] === 0xff
				? 'utf-16be'
				: undefined;
	return encoding === undefined ? bytes : new TextEncoder().encode(new TextDecoder(encoding).decode(bytes));
}
