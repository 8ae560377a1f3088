import {chmod, copyFile, mkdir, readdir, readFile, rename, rm, writeFile} from 'node:fs/promises';
import {basename, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import * as esbuild from 'esbuild';
import {builtinModulesPlugin} from './builtin-modules.mjs';
import {thirdPartyLicenses} from './licenses.mjs';
import {replaceTextsPlugin} from './replace-texts.mjs';
import {replacedFiles} from './replacements.mjs';
import {slimUndiciPlugin} from './slim-undici.mjs';
import {versionCheck} from './version-check.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Escapes what esbuild leaves as it is: characters beyond ASCII in regular expressions. One of them makes V8 keep the
 * whole program in two bytes per character and read it half as fast.
 *
 * @param {string} code
 */
const toAscii = code =>
	code.replaceAll(/[^\0-\x7F]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** @param {string} from @param {string} to */
const copyIfThere = async (from, to) => {
	try {
		await copyFile(from, to);
	} catch (error) {
		if (error.code !== 'ENOENT') {
			throw error;
		}
	}
};

/** The program when it is in parts; cli.js starts it. */
const mainPart = 'goroutop.js';

/**
 * Builds dist/: the program, the demo recording and the licences of what is inside. The program is cli.js, which checks
 * its Node and starts goroutop.js, and parts that are loaded when they are first needed: to read all of its code takes
 * longer than all else before the first frame.
 *
 * @param {{entryPoint?: string, outputFolder?: string, isOneFile?: boolean, top?: string, moreReplacedFiles?: readonly import('./replace-texts.mjs').ReplacedFile[]}} [options]
 *   paths: cli.tsx and dist when left out. With `isOneFile` all is in cli.js. `top` is code for the top of cli.js, by
 *   default what a Node of the person's own needs; `moreReplacedFiles` are replaced beside those of every bundle
 * @returns {Promise<import('esbuild').Metafile>}
 * @throws {Error} when the code does not build or a text to replace in a package is not as expected
 */
export const buildBundle = async ({
	entryPoint = join(root, 'cli.tsx'),
	outputFolder = join(root, 'dist'),
	isOneFile = false,
	top = undefined,
	moreReplacedFiles = [],
} = {}) => {
	const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
	const topCode = top ?? versionCheck(manifest.engines.node);
	const {outputFiles, metafile} = await esbuild.build({
		absWorkingDir: root,
		entryPoints: [{in: entryPoint, out: isOneFile ? 'cli' : basename(mainPart, '.js')}],
		outdir: outputFolder,
		splitting: !isOneFile,
		chunkNames: '[name]-[hash]',
		write: false,
		metafile: true,
		bundle: true,
		platform: 'node',
		format: 'esm',
		// What the oldest Node that shall reach the version check can parse.
		target: 'node16.14',
		jsx: 'automatic',
		minifySyntax: true,
		minifyWhitespace: true,
		legalComments: 'none',
		define: {
			'process.env.NODE_ENV': '"production"',
			// undici asks for this name to leave out its second, experimental parser.
			esbuildDetection: 'true',
		},
		plugins: [
			builtinModulesPlugin,
			slimUndiciPlugin,
			replaceTextsPlugin([...replacedFiles, ...moreReplacedFiles]),
		],
		logLevel: 'silent',
	});
	const parts = new Map(
		outputFiles.map(({path, text}) => [basename(path), toAscii(text.replace(/^#!.*\n/, ''))]),
	);
	// Code before an import runs after it, and what is imported needs the Node that is checked for.
	const start = isOneFile ? parts.get('cli.js') : `import('./${mainPart}');\n`;
	parts.set('cli.js', `#!/usr/bin/env node\n${topCode}\n${start}`);
	await mkdir(outputFolder, {recursive: true});
	for (const [name, code] of parts) {
		// A program that is running reads a file again for its worker, so a file is exchanged as a whole.
		const path = join(outputFolder, name);
		await writeFile(`${path}.new`, code);
		await chmod(`${path}.new`, name === 'cli.js' ? 0o755 : 0o644);
		await rename(`${path}.new`, path);
	}
	await removeOldParts(outputFolder, parts);
	await writeFile(join(outputFolder, 'THIRD-PARTY-LICENSES.txt'), await thirdPartyLicenses(metafile, root));
	await copyIfThere(join(root, 'fixtures/demo.recording'), join(outputFolder, 'demo.recording'));
	return metafile;
};

/** @param {string} folder @param {Map<string, string>} parts */
const removeOldParts = async (folder, parts) => {
	for (const name of await readdir(folder)) {
		if (name.endsWith('.js') && !parts.has(name)) {
			await rm(join(folder, name));
		}
	}
};
