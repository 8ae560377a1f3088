import process from 'node:process';
import {buildBundle} from './bundle/build-bundle.mjs';

try {
	await buildBundle();
} catch (error) {
	process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
	process.exitCode = 1;
}
