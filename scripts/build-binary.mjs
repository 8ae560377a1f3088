/**
 * Makes goroutop one executable file that needs nothing on its machine, for this machine or others.
 *
 *     npm run build:binary -- [--target linux-x64 | linux-arm64 | darwin-arm64 | all] [--output FOLDER]
 */
import {stat} from 'node:fs/promises';
import {join} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {compileBinaries} from './binary/compile-binary.ts';
import {targetNamed, targets} from './binary/targets.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

try {
	const {values} = parseArgs({
		options: {
			target: {type: 'string', default: `${process.platform}-${process.arch}`},
			output: {type: 'string', default: join(root, 'binaries')},
		},
	});
	const wanted = values.target === 'all' ? targets : [targetNamed(values.target)];
	if (wanted.includes(undefined)) {
		const names = targets.map(({name}) => name).join(', ');
		throw new Error(`There is no target ${values.target}: choose one of ${names}, or all.`);
	}
	for (const file of await compileBinaries(wanted, values.output)) {
		const {size} = await stat(file);
		process.stdout.write(`${file}: ${Math.round(size / 1e6)} MB\n`);
	}
} catch (error) {
	process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
	process.exitCode = 1;
}
