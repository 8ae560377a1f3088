import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const root = path.join(import.meta.dirname, '../../..');

/** The executable under test: the one that TESTED_PROGRAM names, else what `npm run build:binary` makes here. */
export const executable = path.resolve(
	root,
	process.env['TESTED_PROGRAM'] ?? `binaries/goroutop-${process.platform}-${process.arch}`,
);

if (!existsSync(executable)) {
	throw new Error(`There is no ${executable}: run npm run build:binary first.`);
}

export type Ran = {readonly exitCode: number; readonly stdout: string; readonly stderr: string};

/** Runs it to its end, without a terminal; by default in an environment with nothing in it at all. */
export const runExecutable = (
	words: readonly string[],
	{
		environment = {},
		folder = root,
	}: {readonly environment?: NodeJS.ProcessEnv; readonly folder?: string} = {},
): Promise<Ran> =>
	new Promise(settle => {
		execFile(executable, words, {env: environment, cwd: folder, maxBuffer: 64e6}, (error, stdout, stderr) => {
			settle({exitCode: typeof error?.code === 'number' ? error.code : 0, stdout, stderr});
		});
	});
