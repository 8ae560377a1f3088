import type {Decoded} from '../../source/profile/decoded.ts';

/** The value of a decoding that has to succeed. */
export function decodedValue<T>(decoded: Decoded<T>): T {
	if (!decoded.ok) throw new Error(`Not decoded: this is ${decoded.reason}`);
	return decoded.value;
}

/** The reason of a decoding that has to fail. */
export function reasonOf(decoded: Decoded<unknown>): string {
	if (decoded.ok) throw new Error('Decoded, though it should not have been');
	return decoded.reason;
}

export function bytesOf(text: string): Uint8Array {
	return new TextEncoder().encode(text);
}
