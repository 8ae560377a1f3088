import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import {mkdir} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {promisify} from 'node:util';

const module = 'github.com/becheran/roumon@latest';

/** The path of roumon, installed into a cache folder of its own, or why there is none. */
export async function installRoumon(): Promise<string | {readonly missing: string}> {
	const folder = path.join(tmpdir(), 'goroutop-bench-bin');
	const program = path.join(folder, 'roumon');
	if (existsSync(program)) return program;
	await mkdir(folder, {recursive: true});
	try {
		await promisify(execFile)('go', ['install', module], {
			env: {...process.env, GOBIN: folder, CGO_ENABLED: '0', GOFLAGS: '', GOWORK: 'off'},
			timeout: 120_000,
		});
		return program;
	} catch (error) {
		const {stderr, message} = error as {readonly stderr?: string; readonly message: string};
		const words = (stderr ?? message).trim().split('\n').at(-1)?.trim() ?? message;
		return {missing: `go install ${module} failed: ${words}`};
	}
}
