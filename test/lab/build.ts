import {execFile} from 'node:child_process';
import {createHash} from 'node:crypto';
import {access, mkdir, readdir, readFile, rename, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {promisify} from 'node:util';
import {goEnvironment, type Missing, pathGo, type Toolchain} from './toolchain.ts';

const run = promisify(execFile);

/** Where the Go sources of the lab are. */
export const labFolder = import.meta.dirname;

/** The path of the program, or a sentence on why there is none. */
export type BuiltLab = string | Missing;

const built = new Map<string, Promise<BuiltLab>>();

/** Builds the lab, once for every state of its sources; with the `go` on the PATH by default. Rejects when it does not compile. */
export async function buildLab(given?: Toolchain): Promise<BuiltLab> {
	const toolchain = given ?? (await pathGo());
	if ('missing' in toolchain) return toolchain;
	const {version} = toolchain;
	const building = built.get(version) ?? build(toolchain);
	built.set(version, building);
	return building;
}

async function build(toolchain: Toolchain): Promise<string> {
	const folder = path.join(tmpdir(), `goroutop-lab-${await hashSources(toolchain.version)}`);
	const program = path.join(folder, 'lab');
	if (await exists(program)) return program;
	await mkdir(folder, {recursive: true});
	// Several test files may build at once, each in a process of its own: only a whole program appears under the name.
	const fresh = path.join(folder, `lab-${process.pid}`);
	const moduleFile = `${fresh}.mod`;
	await writeFile(moduleFile, await moduleText(toolchain.version));
	await run(
		toolchain.command,
		['build', `-modfile=${moduleFile}`, '-buildvcs=false', '-trimpath', '-o', fresh, '.'],
		{
			cwd: labFolder,
			env: goEnvironment(toolchain),
		},
	);
	await rename(fresh, program);
	return program;
}

/** go.mod with the version of the Go that builds: with an old one, new Go imitates the runtime of that time. */
async function moduleText(version: string): Promise<string> {
	const text = await readFile(path.join(labFolder, 'go.mod'), 'utf8');
	const language = /^go(\d+\.\d+)/u.exec(version)?.[1];
	return language === undefined ? text : text.replace(/^go .*$/mu, `go ${language}`);
}

async function hashSources(goVersion: string): Promise<string> {
	const hash = createHash('sha256').update(goVersion);
	const names = await goFiles();
	for (const name of ['go.mod', ...names]) {
		hash.update(`\0${name}\0`).update(await readFile(path.join(labFolder, name)));
	}
	return hash.digest('hex').slice(0, 16);
}

/** The lab's Go files, as `guilty/early_return.go`. */
export async function goFiles(): Promise<readonly string[]> {
	const names = await readdir(labFolder, {recursive: true});
	return names.filter(name => name.endsWith('.go')).toSorted();
}

async function exists(file: string): Promise<boolean> {
	return access(file).then(
		() => true,
		() => false,
	);
}
