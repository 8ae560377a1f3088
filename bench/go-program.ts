import {execFile} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync} from 'node:fs';
import {mkdir, readdir, readFile, rename, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {promisify} from 'node:util';
import {goEnvironment, pathGo} from '../test/lab/toolchain.ts';
import {type GoFile, workerSources} from './worker-sources.ts';

const run = promisify(execFile);
const sourceFolder = path.join(import.meta.dirname, 'go');

export type Missing = {readonly missing: string};

/** Builds the Go side of the benchmarks, once for every state of its sources; with the agent of this `gops` version in it. */
export async function buildGoProgram(gopsVersion?: string): Promise<string | Missing> {
	const toolchain = await pathGo();
	if ('missing' in toolchain) return {missing: 'Go is not on the PATH'};
	const files = [...(await handWritten()), ...workerSources()];
	const hash = createHash('sha256').update(`${toolchain.version} ${gopsVersion}`);
	for (const {place, text} of files) hash.update(`\0${place}\0${text}`);
	const folder = path.join(tmpdir(), `goroutop-bench-${hash.digest('hex').slice(0, 16)}`);
	const program = path.join(folder, 'bench');
	if (existsSync(program)) return program;
	for (const {place, text} of files) {
		await mkdir(path.dirname(path.join(folder, place)), {recursive: true});
		await writeFile(path.join(folder, place), text);
	}
	const language = /\d+\.\d+/u.exec(toolchain.version)?.[0] ?? '1.21';
	await writeFile(path.join(folder, 'go.mod'), `module example.com/shop\n\ngo ${language}\n`);
	const go = (...words: readonly string[]) =>
		run(toolchain.command, words, {cwd: folder, env: goEnvironment(toolchain)});
	try {
		if (gopsVersion !== undefined) await go('get', `github.com/google/gops/agent@${gopsVersion}`);
		const tags = gopsVersion === undefined ? [] : ['-tags', 'gops'];
		await go('build', ...tags, '-buildvcs=false', '-trimpath', '-o', `${program}-${process.pid}`, '.');
	} catch (error) {
		return {missing: `the Go program of the benchmarks could not be built: ${lastLine(error)}`};
	}
	await rename(`${program}-${process.pid}`, program);
	return program;
}

async function handWritten(): Promise<readonly GoFile[]> {
	const names = (await readdir(sourceFolder, {recursive: true})).filter(name => name.endsWith('.go'));
	return Promise.all(
		names.toSorted().map(async place => ({
			place,
			text: await readFile(path.join(sourceFolder, place), 'utf8'),
		})),
	);
}

/** What a command that failed said last. */
export function lastLine(error: unknown): string {
	const {stderr = '', message} = error as {readonly stderr?: string; readonly message: string};
	return (stderr === '' ? message : stderr).trim().split('\n').at(-1)?.trim() ?? message;
}
