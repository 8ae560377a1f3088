import {execFile} from 'node:child_process';
import path from 'node:path';
import {promisify} from 'node:util';
import type {Bytes, Milliseconds, Seconds} from '../source/profile/units.ts';
import {plainEnvironment} from './program.ts';

/** What a program took that was run to its end. */
export type Timed = {
	readonly exitCode: number;
	readonly milliseconds: Milliseconds;
	readonly cpuSeconds: Seconds;
	/** Resident at most. */
	readonly peakBytes: Bytes;
};

/** Runs `command` with `input` (a file) on its standard input. Rejects when it ends with another code than these. */
export async function timed(
	command: readonly string[],
	{
		input = '/dev/null',
		goodCodes = [0],
	}: {readonly input?: string; readonly goodCodes?: readonly number[]} = {},
): Promise<Timed> {
	const script = path.join(import.meta.dirname, 'timed.py');
	const {stdout} = await promisify(execFile)('python3', [script, input, ...command], {
		env: plainEnvironment(),
	});
	const found: Timed = JSON.parse(stdout);
	if (!goodCodes.includes(found.exitCode)) {
		throw new Error(`${command.join(' ')} ended with code ${found.exitCode}.`);
	}
	return found;
}
