import {chmod, copyFile, mkdir, readFile, rename, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import * as esbuild from 'esbuild';
import {builtinModulesPlugin} from './builtin-modules.mjs';
import {thirdPartyLicenses} from './licenses.mjs';
import {replaceTextsPlugin} from './replace-texts.mjs';
import {replacedFiles} from './replacements.mjs';
import {slimUndiciPlugin} from './slim-undici.mjs';
import {smallHeap} from './small-heap.mjs';
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

/**
 * Builds dist/: the program as one ES module without imports, the demo recording and the licences of what is inside.
 *
 * @param {{entryPoint?: string, outputFolder?: string, top?: string, moreReplacedFiles?: readonly import('./replace-texts.mjs').ReplacedFile[]}} [options]
 *   paths: cli.tsx and dist when left out. `top` is code for the top of the bundle, by default what a Node of the person's
 *   own needs; `moreReplacedFiles` are replaced beside those of every bundle
 * @returns {Promise<import('esbuild').Metafile>}
 * @throws {Error} when the code does not build or a text to replace in a package is not as expected
 */
export const buildBundle = async ({
	entryPoint = join(root, 'cli.tsx'),
	outputFolder = join(root, 'dist'),
	top = undefined,
	moreReplacedFiles = [],
} = {}) => {
	const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
	const {outputFiles, metafile} = await esbuild.build({
		absWorkingDir: root,
		entryPoints: [entryPoint],
		outfile: join(outputFolder, 'cli.js'),
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
		banner: {js: top ?? `${versionCheck(manifest.engines.node)}\n${smallHeap(26)}`},
		plugins: [
			builtinModulesPlugin,
			slimUndiciPlugin,
			replaceTextsPlugin([...replacedFiles, ...moreReplacedFiles]),
		],
		logLevel: 'silent',
	});
	const program = toAscii(outputFiles[0].text.replace(/^#!.*\n/, ''));
	await mkdir(outputFolder, {recursive: true});
	// A program that is running reads its file again for its worker, so the file is exchanged as a whole.
	const path = join(outputFolder, 'cli.js');
	await writeFile(`${path}.new`, `#!/usr/bin/env node\n${program}`);
	await chmod(`${path}.new`, 0o755);
	await rename(`${path}.new`, path);
	await writeFile(join(outputFolder, 'THIRD-PARTY-LICENSES.txt'), await thirdPartyLicenses(metafile, root));
	await copyIfThere(join(root, 'fixtures/demo.recording'), join(outputFolder, 'demo.recording'));
	return metafile;
};
