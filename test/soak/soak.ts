/**
 * Days of watching in minutes: `node test/soak/soak.ts --days 2 --seed 1 --faults 0.002`. Fails when memory grows or
 * anything is left behind. Runs as the program itself does, bundled: from the sources Node's own compiler, and React's
 * checks for developers, would take more memory than all that is measured.
 */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {buildBundle} from '../../scripts/bundle/build-bundle.mjs';

/** At two thousand times the usual pace garbage is made faster than V8 cares to look for any: it must care sooner. */
const heapMebibytes = 256;

const outputFolder = mkdtempSync(path.join(tmpdir(), 'goroutop-soak-'));
try {
	await buildBundle({entryPoint: path.join(import.meta.dirname, 'soak-entry.ts'), outputFolder});
	const words = [
		`--max-old-space-size=${heapMebibytes}`,
		path.join(outputFolder, 'cli.js'),
		'--folder',
		import.meta.dirname,
		...process.argv.slice(2),
	];
	const program = spawn(process.execPath, words, {stdio: 'inherit'});
	const [exitCode] = await once(program, 'exit');
	process.exitCode = typeof exitCode === 'number' ? exitCode : 1;
} finally {
	rmSync(outputFolder, {recursive: true, force: true});
}
