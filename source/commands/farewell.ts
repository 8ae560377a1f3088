import process from 'node:process';
import {farewellLines, shownLines} from '../present/plain-lines.ts';
import {crashReport} from './crash-report.ts';
import {type Ending, exitCodeOf} from './ending.ts';
import type {Unusable, Watch} from './prepare-watch.ts';

/** A target that cannot even be tried (a certificate file that is not there): the same code as in `check`. */
const unusableExitCode = 3;

/** The last words on the normal screen, so that the warnings can be scrolled back to; gives the exit code. */
export function sayFarewell({store}: Watch, last: Ending | Unusable, version: string): number {
	switch (last.kind) {
		case 'unusable': {
			process.stderr.write(`goroutop: ${last.sentence}\n`);
			return unusableExitCode;
		}

		case 'hangup': {
			return exitCodeOf(last);
		}

		case 'crash': {
			process.stderr.write(crashReport(last.error, version));
			return exitCodeOf(last);
		}

		default: {
			const session = store.getSnapshot();
			process.stdout.write(`${shownLines(farewellLines(session), session).join('\n')}\n`);
			return exitCodeOf(last);
		}
	}
}
