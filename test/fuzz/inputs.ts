import {readdirSync, readFileSync} from 'node:fs';
import {gunzipSync} from 'node:zlib';

const capturesFolder = new URL('../../fixtures/captures/', import.meta.url);

/** A file of each of the captures that has it, gunzipped, the shortest first. */
export function captured(fileName: string, most = 3): readonly Uint8Array[] {
	return readdirSync(capturesFolder, {withFileTypes: true})
		.filter(
			entry => entry.isDirectory() && readdirSync(new URL(entry.name, capturesFolder)).includes(fileName),
		)
		.map(entry => readFileSync(new URL(`${entry.name}/${fileName}`, capturesFolder)))
		.map(bytes => new Uint8Array(fileName.endsWith('.gz') ? gunzipSync(bytes) : bytes))
		.sort((a, b) => a.length - b.length)
		.slice(0, most);
}

export function textOf(bytes: Uint8Array): string {
	return new TextDecoder().decode(bytes);
}

export function bytesOf(text: string): Uint8Array {
	return new TextEncoder().encode(text);
}
