import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import type {Bytes, Seconds} from '../source/profile/units.ts';

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK']).toString());

/** CPU that a process has used so far, user and system, all threads. */
export function cpuSeconds(processId: number): Seconds {
	// The name in parentheses may hold spaces; what follows it does not.
	const fields = readFileSync(`/proc/${processId}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
	return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** Memory of a process that is resident now. */
export function residentBytes(processId: number): Bytes {
	const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${processId}/status`, 'utf8'))?.[1];
	return Number(kibibytes) * 1024;
}
