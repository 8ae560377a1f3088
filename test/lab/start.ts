import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import {buildLab} from './build.ts';
import type {Toolchain} from './toolchain.ts';

export type RunningLab = {
	/** `127.0.0.1:6060`. */
	readonly address: string;
	readonly process: ChildProcess;
	/** Kills the program and settles when it is gone. */
	readonly stop: () => Promise<void>;
};

/**
 * Starts a program of the lab by its name, `['-n', '50']` being its flags, and settles when it listens. Rejects when
 * it ends before that.
 */
export async function startLab(
	name: string,
	flags: readonly string[] = [],
	toolchain?: Toolchain,
): Promise<RunningLab> {
	const program = await buildLab(toolchain);
	if (typeof program !== 'string') throw new Error(program.missing);
	const child = spawn(program, [name, ...flags], {stdio: ['ignore', 'pipe', 'pipe']});
	const exited = once(child, 'exit');
	let complaint = '';
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		complaint += text;
	});
	const stop = async () => {
		child.kill('SIGKILL');
		await exited;
	};
	const listening = Promise.withResolvers<string>();
	// Its pipe stays open: a program that restarts itself prints its address again.
	createInterface({input: child.stdout}).on('line', line => {
		const address = /^listening (\S+)$/u.exec(line)?.[1];
		if (address !== undefined) listening.resolve(address);
	});
	exited.then(
		() => listening.reject(new Error(`lab ${name} ended before it listened: ${complaint.trim()}`)),
		() => {},
	);
	return {address: await listening.promise, process: child, stop};
}
