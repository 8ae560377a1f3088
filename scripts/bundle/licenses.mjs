import {readdir, readFile} from 'node:fs/promises';
import {join, resolve} from 'node:path';

/**
 * Folders of the packages that gave at least one byte to the bundle, sorted.
 *
 * @param {import('esbuild').Metafile} metafile paths in it are relative to `root`
 * @param {string} root
 */
export const bundledPackageFolders = (metafile, root) => {
	const folders = new Set();
	for (const output of Object.values(metafile.outputs)) {
		for (const [input, {bytesInOutput}] of Object.entries(output.inputs)) {
			// Files that a plugin made up have its name and a colon in front of their path.
			const match = /^(?:[\w-]+:)?(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
			if (match !== null && bytesInOutput > 0) {
				folders.add(resolve(root, match[1]));
			}
		}
	}
	return [...folders].sort();
};

const mitLicense = copyright => `MIT License

${copyright}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

/** Licences of packages that are published without a licence file; the copyright lines stand in their sources. */
const missingFiles = {
	'yoga-layout': mitLicense('Copyright (c) Meta Platforms, Inc. and affiliates.'),
};

/** Files with the licences of what a package was itself bundled from. */
const innerFiles = {
	meow: 'build/licenses.md',
};

/** @param {string} folder */
const describeLicense = async folder => {
	const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
	const file = (await readdir(folder)).find(name => /^licen[cs]e/i.test(name));
	const text = file === undefined ? missingFiles[manifest.name] : await readFile(join(folder, file), 'utf8');
	if (text === undefined) {
		throw new Error(
			`${manifest.name} comes without a licence file: add its licence to scripts/bundle/licenses.mjs.`,
		);
	}
	const innerFile = innerFiles[manifest.name];
	const innerTexts =
		innerFile === undefined ? [] : [(await readFile(join(folder, innerFile), 'utf8')).trim()];
	return {
		title: `${manifest.name} ${manifest.version} (${manifest.license ?? 'licence not named'})`,
		text: [text.trim(), ...innerTexts].join('\n\n'),
	};
};

/**
 * The licences of all packages in the bundle as one text. Rejects when a package has none.
 *
 * @param {import('esbuild').Metafile} metafile paths in it are relative to `root`
 * @param {string} root
 */
export const thirdPartyLicenses = async (metafile, root) => {
	const licenses = await Promise.all(bundledPackageFolders(metafile, root).map(describeLicense));
	const line = '-'.repeat(80);
	const parts = licenses.map(({title, text}) => `${line}\n${title}\n${line}\n\n${text}\n`);
	return `goroutop contains code of these packages, in parts changed.\n\n${parts.join('\n')}`;
};
