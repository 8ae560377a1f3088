import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {gunzipSync} from 'node:zlib';

/** What the zoo program of fixtures/programs answered under one Go version, and how it was run. */
export type Capture = {
	readonly name: string;
	readonly meta: {
		readonly goVersion: string;
		readonly blockProfilingOn: boolean;
		readonly mutexPeriod: number;
	};
	readonly fileNames: readonly string[];
	/** The bytes of a file, gunzipped if its name ends in .gz. */
	readonly bytes: (fileName: string) => Uint8Array;
	readonly text: (fileName: string) => string;
	readonly has: (...fileNames: readonly string[]) => boolean;
};

const capturesFolder = new URL('../../fixtures/captures/', import.meta.url);

export function captures(): readonly Capture[] {
	if (!existsSync(capturesFolder)) return [];
	return readdirSync(capturesFolder, {withFileTypes: true})
		.filter(entry => entry.isDirectory())
		.map(entry => capture(entry.name));
}

function capture(name: string): Capture {
	const folder = new URL(`${name}/`, capturesFolder);
	const fileNames = readdirSync(folder);
	const read = (fileName: string) => readFileSync(new URL(fileName, folder));
	return {
		name,
		meta: JSON.parse(read('meta.json').toString()),
		fileNames,
		bytes: fileName => (fileName.endsWith('.gz') ? gunzipSync(read(fileName)) : read(fileName)),
		text: fileName => read(fileName).toString(),
		has: (...wanted) => wanted.every(fileName => fileNames.includes(fileName)),
	};
}
