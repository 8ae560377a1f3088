import {Buffer} from 'node:buffer';
import {closeSync, openSync, readFileSync, readSync, writeSync} from 'node:fs';
import process from 'node:process';
import {bun} from './bun.ts';

/** Places of arg_start and arg_end in /proc/PID/stat (proc_pid_stat(5)), counted behind the name in parentheses. */
const argumentsStart = 45;
const argumentsEnd = 46;

/**
 * Blanks the arguments behind the name of the program, which may hold a password, from what `ps` shows. Node does that
 * when a title is set; Bun only remembers the title. Works on Linux; elsewhere, and without /proc, they stay.
 */
function hideArguments(): void {
	try {
		const [, fields = ''] = /.*\) (.*)/s.exec(readFileSync('/proc/self/stat', 'latin1')) ?? [];
		const [start = 0, end = 0] = fields
			.split(' ')
			.slice(argumentsStart, argumentsEnd + 1)
			.map(Number);
		const memory = openSync('/proc/self/mem', 'r+');
		const shown = Buffer.alloc(end - start);
		readSync(memory, shown, 0, shown.length, start);
		const nameBytes = shown.indexOf(0) + 1;
		writeSync(memory, shown.fill(0), 0, shown.length - nameBytes, start + nameBytes);
		closeSync(memory);
	} catch {
		// Nobody is worse off than with most programs.
	}
}

// Not before they were read.
if (bun.isMainThread && process.argv.length > 0 && process.platform === 'linux') {
	hideArguments();
}
