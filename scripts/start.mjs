import {join} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {newestChangeMilliseconds} from './bundle/newest-change.mjs';
import {runProgram} from './bundle/run-program.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = join(root, 'dist/cli.js');
const sources = [
	'cli.tsx',
	'source',
	'scripts',
	'package.json',
	'package-lock.json',
	'fixtures/demo.recording',
];

const buildWhenOutdated = async () => {
	const [builtMilliseconds, ...changesMilliseconds] = await Promise.all(
		[program, ...sources.map(name => join(root, name))].map(newestChangeMilliseconds),
	);
	if (builtMilliseconds < Math.max(...changesMilliseconds)) {
		const {buildBundle} = await import('./bundle/build-bundle.mjs');
		await buildBundle();
	}
};

try {
	await buildWhenOutdated();
	const wanted = process.argv.slice(2);
	runProgram(program, wanted.length === 0 ? ['demo'] : wanted);
} catch (error) {
	process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
	process.exitCode = 1;
}
