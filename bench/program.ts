import {existsSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const built = path.join(import.meta.dirname, '../dist');

const unwanted = /^(GOROUTOP_|NO_COLOR|FORCE_COLOR|CI$|TMUX|NODE_OPTIONS|XDG_CONFIG_HOME)/;

/** The environment without what would change how a program looks or behaves: nobody's settings count. */
export const plainEnvironment = (): NodeJS.ProcessEnv => ({
	...Object.fromEntries(Object.entries(process.env).filter(([name]) => !unwanted.test(name))),
	LANG: 'C.UTF-8',
	LC_ALL: 'C.UTF-8',
	XDG_CONFIG_HOME: '/nonexistent',
});

/** Another bundle than the one in dist/, when it is not to be touched. */
const bundle = process.env['BENCH_GOROUTOP'] ?? path.join(built, 'cli.js');

/** The command that runs the built program with this Node. */
export const goroutop = (...words: readonly string[]): readonly string[] => [
	process.execPath,
	bundle,
	...words,
];

/** The program as one file that brings its Node along, where one was built. */
export function goroutopBinary(...words: readonly string[]): readonly string[] | undefined {
	const name = `goroutop-${process.platform}-${process.arch}`;
	const binary = process.env['BENCH_GOROUTOP_BINARY'] ?? path.join(import.meta.dirname, '../binaries', name);
	return existsSync(binary) ? [binary, ...words] : undefined;
}
