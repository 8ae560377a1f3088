import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import {buildLab} from './build.ts';

/** The scenarios of main.go. */
export type LabScenario =
	| 'burst'
	| 'contention'
	| 'gc'
	| 'leak'
	| 'names'
	| 'parked'
	| 'pileup'
	| 'pool'
	| 'profiling-off'
	| 'quiet'
	| 'tickers';

export type RunningLab = {
	/** `127.0.0.1:6060`. */
	readonly address: string;
	readonly process: ChildProcess;
	/** Kills the program and settles when it is gone. */
	readonly stop: () => Promise<void>;
};

/** Starts a scenario, `['-n', '50']` being its flags, and settles when it listens. Rejects when it ends before that. */
export async function startLab(scenario: LabScenario, flags: readonly string[] = []): Promise<RunningLab> {
	const program = await buildLab();
	if (typeof program !== 'string') throw new Error(program.missing);
	const child = spawn(program, [scenario, ...flags], {stdio: ['ignore', 'pipe', 'pipe']});
	const exited = once(child, 'exit');
	let complaint = '';
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		complaint += text;
	});
	const stop = async () => {
		child.kill('SIGKILL');
		await exited;
	};
	for await (const line of createInterface({input: child.stdout})) {
		const address = /^listening (\S+)$/.exec(line)?.[1];
		if (address !== undefined) return {address, process: child, stop};
	}
	await exited;
	throw new Error(`lab ${scenario} ended before it listened: ${complaint.trim()}`);
}
