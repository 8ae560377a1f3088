import path from 'node:path';
import process from 'node:process';

/** The command that runs the built program with this Node. */
export const goroutop = (...words: readonly string[]): readonly string[] => [
	process.execPath,
	path.join(import.meta.dirname, '../dist/cli.js'),
	...words,
];
