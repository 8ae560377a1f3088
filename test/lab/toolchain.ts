import {execFile} from 'node:child_process';
import {access} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import process from 'node:process';
import {promisify} from 'node:util';

const run = promisify(execFile);

/** A Go to build the lab with. */
export type Toolchain = {
	/** `go1.27.3`. */
	readonly version: string;
	readonly command: string;
	readonly environment: Readonly<Record<string, string>>;
};

/** Why there is none, as a sentence. */
export type Missing = {readonly missing: string};

/** The newest release, which the `go` on the PATH fetches where it is not there yet. */
export const newestRelease = 'go1.27.3';
/** The oldest one, where Debian's golang-1.19-go puts it. */
const oldestCommand = '/usr/lib/go-1.19/bin/go';

/** The `go` on the PATH, of whatever version. */
export async function pathGo(): Promise<Toolchain | Missing> {
	return (
		(await toolchain('go', {})) ?? {missing: 'Go is not on the PATH, and the lab is made of Go programs.'}
	);
}

export async function newestGo(): Promise<Toolchain | Missing> {
	return (
		(await toolchain('go', {GOTOOLCHAIN: newestRelease})) ?? {
			missing: `${newestRelease} is not here: the go on the PATH, if there is one, could not fetch it.`,
		}
	);
}

export async function oldestGo(): Promise<Toolchain | Missing> {
	const isThere = await access(oldestCommand).then(
		() => true,
		() => false,
	);
	const found = isThere ? await toolchain(oldestCommand, {}) : undefined;
	return found ?? {missing: `There is no ${oldestCommand}: install Debian's golang-1.19-go.`};
}

/** What Go needs to know to build the lab the same way everywhere. */
export function goEnvironment({environment}: Pick<Toolchain, 'environment'>): NodeJS.ProcessEnv {
	return {...process.env, CGO_ENABLED: '0', GOWORK: 'off', GOFLAGS: '', ...environment};
}

/** Undefined when there is no such command, or it cannot become that version. */
async function toolchain(
	command: string,
	environment: Readonly<Record<string, string>>,
): Promise<Toolchain | undefined> {
	try {
		// Not in the lab's folder: the language version of its go.mod is none of this question's business.
		const {stdout} = await run(command, ['env', 'GOVERSION'], {
			cwd: tmpdir(),
			env: goEnvironment({environment}),
		});
		return {version: stdout.trim(), command, environment};
	} catch {
		return undefined;
	}
}
