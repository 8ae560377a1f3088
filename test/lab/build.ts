import {execFile} from 'node:child_process';
import {createHash} from 'node:crypto';
import {access, mkdir, readdir, readFile, rename} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';

const run = promisify(execFile);

/** Where the Go sources of the lab are. */
export const labFolder = import.meta.dirname;

/** The path of the program, or a sentence on why there is none. */
export type BuiltLab = string | {readonly missing: string};

let built: Promise<BuiltLab> | undefined;

/** Builds the lab with the `go` on the PATH, once for every state of its sources. Rejects when it does not compile. */
export function buildLab(): Promise<BuiltLab> {
	built ??= build();
	return built;
}

async function build(): Promise<BuiltLab> {
	const goVersion = await readGoVersion();
	if (goVersion === undefined) {
		return {missing: 'Go is not on the PATH, and the lab is made of Go programs.'};
	}
	const folder = join(tmpdir(), `goroutop-lab-${await hashSources(goVersion)}`);
	const program = join(folder, 'lab');
	if (await exists(program)) return program;
	await mkdir(folder, {recursive: true});
	// Several test files may build at once, each in a process of its own: only a whole program appears under the name.
	const fresh = join(folder, `lab-${process.pid}`);
	await run('go', ['build', '-trimpath', '-o', fresh, '.'], {
		cwd: labFolder,
		env: {...process.env, CGO_ENABLED: '0', GOWORK: 'off', GOFLAGS: ''},
	});
	await rename(fresh, program);
	return program;
}

/** Undefined when Go is not installed. */
async function readGoVersion(): Promise<string | undefined> {
	try {
		return (await run('go', ['env', 'GOVERSION'], {cwd: labFolder})).stdout.trim();
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
		throw error;
	}
}

async function hashSources(goVersion: string): Promise<string> {
	const hash = createHash('sha256').update(goVersion);
	const names = (await readdir(labFolder)).filter(name => name.endsWith('.go') || name === 'go.mod');
	for (const name of names.toSorted()) {
		hash.update(`\0${name}\0`).update(await readFile(join(labFolder, name)));
	}
	return hash.digest('hex').slice(0, 16);
}

async function exists(path: string): Promise<boolean> {
	return access(path).then(
		() => true,
		() => false,
	);
}
