import {fstatSync, writeSync} from 'node:fs';
import process from 'node:process';
import type {Count} from '../profile/units.ts';

const standardOutput = 1;

/**
 * Gives a function that writes lines to standard output. A file that takes no more, as on a full disk, does not end the
 * watch: that is said once on standard error, and the next line that finds room is preceded by how many did not.
 */
export function createLineWriter(): (lines: readonly string[]) => void {
	const isFile = takesFileWrites();
	let lost: Count = 0;
	return lines => {
		if (!isFile) {
			process.stdout.write(`${lines.join('\n')}\n`);
			return;
		}

		// What was torn off in the middle of a line ends there.
		const before =
			lost === 0 ? [] : ['', `goroutop: ${lost} lines are missing here, as they could not be written`];
		const fault = writeAll(`${[...before, ...lines].join('\n')}\n`);
		if (fault !== undefined && lost === 0) {
			process.stderr.write(
				`goroutop: cannot write (${fault}): is the disk full? Watching goes on, and lines are lost until there is room.\n`,
			);
		}

		lost = fault === undefined ? 0 : lost + lines.length;
	};
}

/** Through a stream, the first error would be the end of it. Pipes and terminals have one that tells when they are gone. */
function takesFileWrites(): boolean {
	try {
		const stats = fstatSync(standardOutput);
		return !process.stdout.isTTY && (stats.isFile() || stats.isCharacterDevice());
	} catch {
		return false;
	}
}

/** The code of what prevented it. */
function writeAll(text: string): string | undefined {
	try {
		for (let rest = Buffer.from(text); rest.length > 0; ) {
			rest = rest.subarray(writeSync(standardOutput, rest));
		}

		return undefined;
	} catch (error) {
		return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
	}
}
