import {execFile} from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import type {checkReport} from '../../source/present/check-report.ts';

/** What `goroutop check --json` prints. */
export type CheckReport = ReturnType<typeof checkReport>;

/** The bundle, as people run it: the test needs `npm run build` before it. */
export const program = path.join(import.meta.dirname, '../../dist/cli.js');

/** Runs `goroutop check` with `words` and settles when it is done. */
export async function check(
	words: readonly string[],
	bundle = program,
): Promise<{readonly exitCode: number; readonly report: CheckReport}> {
	const {exitCode, stdout, stderr} = await run(['check', '--json', ...words], bundle);
	if (!stdout.startsWith('{')) {
		throw new Error(
			`goroutop check ${words.join(' ')} exited with ${exitCode} and printed no report: ${stderr}${stdout}`,
		);
	}

	return {exitCode, report: JSON.parse(stdout)};
}

export type Ran = {readonly exitCode: number; readonly stdout: string; readonly stderr: string};

/** Runs goroutop to its end, without a terminal. */
export function run(words: readonly string[], bundle = program): Promise<Ran> {
	return new Promise(settle => {
		execFile(process.execPath, [bundle, ...words], {maxBuffer: 64e6}, (error, stdout, stderr) => {
			settle({exitCode: typeof error?.code === 'number' ? error.code : 0, stdout, stderr});
		});
	});
}

/** Warnings worth a person's time: what goroutop says of the watch itself is not about the program. */
export function accusations({warnings}: CheckReport): readonly string[] {
	return warnings
		.filter(({severity}) => severity !== 'info')
		.map(({detector, headline}) => `${detector}: ${headline}`);
}
