import {existsSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const built = path.join(import.meta.dirname, '../dist');

/** Another bundle than the one in dist/, when it is not to be touched. */
const bundle = process.env['GOROUTOP_BENCH_PROGRAM'] ?? path.join(built, 'cli.js');

/** The command that runs the built program with this Node. */
export const goroutop = (...words: readonly string[]): readonly string[] => [
	process.execPath,
	bundle,
	...words,
];

/** The program as one file that brings its Node along, where one was built. */
export function goroutopBinary(...words: readonly string[]): readonly string[] | undefined {
	const binary = process.env['GOROUTOP_BENCH_BINARY'] ?? path.join(built, 'goroutop');
	return existsSync(binary) ? [binary, ...words] : undefined;
}
