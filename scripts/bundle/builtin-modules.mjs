import {readFile} from 'node:fs/promises';
import {builtinModules} from 'node:module';

const namespace = 'builtin-module';
const builtinNames = new Set(builtinModules);

/**
 * The names that a module takes from another by `import {name} from 'source'`, in all its imports of that source.
 *
 * @param {string} code
 * @param {string} source
 */
export const importedNames = (code, source) => {
	const names = new Set();
	for (const [, clause, from] of code.matchAll(/^\s*import\b([^'"]*?)\bfrom\s*['"]([^'"]+)['"]/gm)) {
		const list = /\{([^}]*)\}/.exec(clause);
		if (from !== source || list === null) {
			continue;
		}
		for (const item of list[1].split(',')) {
			const name = item.trim().split(/\s+/)[0];
			if (name !== '' && name !== 'type') {
				names.add(name);
			}
		}
	}
	return [...names].sort();
};

/** @param {string} code @param {string} source */
const importsNamespace = (code, source) =>
	[...code.matchAll(/^\s*import\s*\*\s*as\b[^'"]*['"]([^'"]+)['"]/gm)].some(match => match[1] === source);

/**
 * An esbuild plugin that turns every import of a module of Node into a call of process.getBuiltinModule. The bundle
 * is left without imports: an old Node can then link it and reach the sentence about its version, whatever names it
 * lacks, and a module of Node that only lazily loaded code wants is not loaded before. An `import {…}` becomes a
 * module of its own with just those names, because copying all names of a module of Node, as esbuild does for
 * CommonJS, costs 5 ms of the start.
 *
 * @type {import('esbuild').Plugin}
 */
export const builtinModulesPlugin = {
	name: 'builtin-modules',
	setup(build) {
		build.onResolve({filter: /^[a-z_:/]+$/}, async ({path, importer, kind}) => {
			if (!path.startsWith('node:') && !builtinNames.has(path)) {
				return undefined;
			}
			const name = path.replace(/^node:/, '');
			if (kind !== 'import-statement') {
				return {path: name, namespace};
			}
			const code = await readFile(importer, 'utf8');
			if (importsNamespace(code, path)) {
				return {path: name, namespace};
			}
			const names = importedNames(code, path);
			return {path: `${name}?${names.join()}`, namespace, pluginData: names, sideEffects: false};
		});
		build.onLoad({filter: /.*/, namespace}, ({path, pluginData: names}) => {
			const load = `process.getBuiltinModule(${JSON.stringify(`node:${path.replace(/\?.*/, '')}`)})`;
			if (names === undefined) {
				return {contents: `module.exports = ${load};`, loader: 'js'};
			}
			const exported = names.map(name => `export const ${name} = builtin.${name};`).join('\n');
			return {contents: `const builtin = ${load};\nexport default builtin;\n${exported}`, loader: 'js'};
		});
	},
};
