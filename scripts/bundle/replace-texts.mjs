import {readFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';

const runtimeFolder = fileURLToPath(new URL('./runtime/', import.meta.url));
const runtimePrefix = 'bundle-runtime/';

/** @param {string} text @param {string} part */
const countOccurrences = (text, part) => text.split(part).length - 1;

/**
 * The text of a file after its replacements.
 *
 * @param {string} text
 * @param {import('./replacements.mjs').ReplacedFile} replacedFile
 * @throws {Error} when a text to replace does not occur exactly once
 */
export const replaceTexts = (text, {packageName, version, file, replacements}) => {
	for (const {find, replace} of replacements) {
		const count = countOccurrences(text, find);
		if (count !== 1) {
			throw new Error(
				`${packageName}/${file} holds the text that the bundle replaces ${count} times instead of once ` +
					`(written for ${packageName} ${version}; see scripts/bundle/replacements.mjs): ${find.trim().split('\n')[0]}`,
			);
		}
		text = text.replace(find, () => replace);
	}
	return text;
};

/**
 * The version of the package a file belongs to.
 *
 * @param {string} path
 * @param {string} packageName
 */
const installedVersion = async (path, packageName) => {
	const folder = path.slice(0, path.lastIndexOf(`node_modules/${packageName}/`));
	const manifest = await readFile(`${folder}node_modules/${packageName}/package.json`, 'utf8');
	return JSON.parse(manifest).version;
};

/**
 * An esbuild plugin that replaces texts in files of installed packages and resolves `bundle-runtime/…`. The build
 * fails when a package has another version than its replacements were written for, when a text is not found exactly
 * once, and when a package is part of the bundle without a file named there.
 *
 * @param {import('./replacements.mjs').ReplacedFile[]} replacedFiles
 * @returns {import('esbuild').Plugin}
 */
export const replaceTextsPlugin = replacedFiles => ({
	name: 'replace-texts',
	setup(build) {
		/** @type {Set<import('./replacements.mjs').ReplacedFile>} */
		const usedFiles = new Set();
		build.onResolve({filter: /^bundle-runtime\//}, ({path}) => ({
			path: runtimeFolder + path.slice(runtimePrefix.length),
			sideEffects: false,
		}));
		build.onLoad({filter: /[\\/]node_modules[\\/].*\.m?js$/}, async ({path}) => {
			const slashPath = path.replaceAll('\\', '/');
			const replacedFile = replacedFiles.find(({packageName, file}) =>
				slashPath.endsWith(`/node_modules/${packageName}/${file}`),
			);
			if (replacedFile === undefined) {
				return undefined;
			}
			usedFiles.add(replacedFile);
			const {packageName, version} = replacedFile;
			const installed = await installedVersion(slashPath, packageName);
			if (installed !== version) {
				throw new Error(
					`${packageName} ${installed} is installed, but scripts/bundle/replacements.mjs was written for ` +
						`${version}: check each of its replacements against the new version, then change the version there.`,
				);
			}
			return {contents: replaceTexts(await readFile(path, 'utf8'), replacedFile), loader: 'js'};
		});
		build.onEnd(({metafile}) => {
			const inputs = Object.keys(metafile?.inputs ?? {});
			const unused = replacedFiles.filter(
				file =>
					!usedFiles.has(file) && inputs.some(path => path.includes(`node_modules/${file.packageName}/`)),
			);
			return {
				errors: unused.map(({packageName, file}) => ({
					text: `${packageName} is bundled without ${file}, but scripts/bundle/replacements.mjs replaces texts in it.`,
				})),
			};
		});
	},
});
