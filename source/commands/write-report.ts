import process from 'node:process';

/** EX_IOERR of sysexits.h. */
const unwrittenExitCode = 74;

/**
 * Writes what a check found to standard output and gives `exitCode`; another one, with a word on standard error, when it
 * could not be written: who reads an empty file must not take it for "no warnings".
 */
export async function writeReport(text: string, exitCode: number): Promise<number> {
	const fault = await new Promise<Error | null | undefined>(resolve => {
		process.stdout.write(text, resolve);
	});
	const code = fault != null && 'code' in fault ? String(fault.code) : undefined;
	// Who has seen enough (head) hangs up.
	if (code === undefined || code === 'EPIPE') {
		return exitCode;
	}

	const why = code === 'ENOSPC' || code === 'EDQUOT' ? ': the disk is full' : '';
	process.stderr.write(`goroutop: the report could not be written (${code})${why}.\n`);
	return unwrittenExitCode;
}
