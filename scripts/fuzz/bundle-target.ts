import {readFile} from 'node:fs/promises';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {build, transform} from 'esbuild';
import {countersName, instrument} from './instrument.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Bundles `test/fuzz/targets.ts`, with counters in all that it runs but the tests' own code; says how many there are. */
export async function bundleTargets(outputFile: string): Promise<number> {
	let counters = 0;
	await build({
		absWorkingDir: root,
		entryPoints: ['test/fuzz/targets.ts'],
		outfile: outputFile,
		bundle: true,
		format: 'esm',
		platform: 'node',
		target: 'node24',
		// Loaded by nothing that is fuzzed, and half of the bundle.
		external: ['undici', 'ink', 'react'],
		logLevel: 'error',
		banner: {js: `const ${countersName} = globalThis.${countersName};`},
		plugins: [
			{
				name: 'counters',
				setup({onLoad}) {
					onLoad({filter: /\.(?:ts|js|mjs)$/}, async ({path}) => {
						const loader = path.endsWith('.ts') ? 'ts' : 'js';
						const text = await readFile(path, 'utf8');
						const isOwn = path.includes('/test/');
						const located = text.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href));
						if (isOwn || /\bmodule\.exports\b/.test(text)) return {contents: located, loader};
						const {code} = await transform(located, {loader, format: 'esm', target: 'node24'});
						const instrumented = instrument(code, counters);
						counters += instrumented.counters;
						return {contents: instrumented.code, loader: 'js'};
					});
				},
			},
		],
	});
	return counters;
}
