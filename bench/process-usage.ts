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

/** Memory of a process that is resident now; `anonymous` is without the pages of files, which Node's own program is. */
export type Resident = {readonly total: Bytes; readonly anonymous: Bytes};

export function resident(processId: number): Resident {
	const status = readFileSync(`/proc/${processId}/status`, 'utf8');
	const bytes = (field: string) =>
		Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) * 1024;
	return {total: bytes('VmRSS'), anonymous: bytes('RssAnon')};
}
