import {readFileSync} from 'node:fs';
import {gunzipSync} from 'node:zlib';

/** Bodies that a real program sent, inflated as a target hands them out. A new copy each time: digesting may take it. */
export function capturedBody(name: string, folder = 'go1.26'): Uint8Array {
	const bytes = readFileSync(new URL(`../../fixtures/captures/${folder}/${name}`, import.meta.url));
	return new Uint8Array(name.endsWith('.gz') ? gunzipSync(bytes) : bytes);
}
