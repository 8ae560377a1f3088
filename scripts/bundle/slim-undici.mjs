import {readFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';

/** What the bundle takes of undici: the name, and its file in undici/lib. */
const takenNames = {
	Client: 'dispatcher/client.js',
	Dispatcher: 'dispatcher/dispatcher.js',
	ProxyAgent: 'dispatcher/proxy-agent.js',
	buildConnector: 'core/connect.js',
};

const namespace = 'slim-undici';

/**
 * The text of an undici that exports only the taken names. It is an ES module: of a CommonJS one, a part of the program
 * that is loaded later would export no names at all.
 *
 * @param {string} index text of undici/index.js
 * @param {string} library path of undici/lib
 * @throws {Error} when undici has no such name
 */
export const slimUndiciIndex = (index, library) => {
	const allNames = new Set([...index.matchAll(/^module\.exports\.(\w+) =/gm)].map(match => match[1]));
	const missing = Object.keys(takenNames).filter(name => !allNames.has(name));
	if (missing.length > 0) {
		throw new Error(`undici does not export ${missing.join(', ')}; see scripts/bundle/slim-undici.mjs.`);
	}
	const required = file => `require(${JSON.stringify(join(library, file))})`;
	return [
		`Object.assign(${required(takenNames.Dispatcher)}.prototype, ${required('api/index.js')});`,
		...Object.entries(takenNames).map(([name, file]) => `export const ${name} = ${required(file)};`),
		'',
	].join('\n');
};

/**
 * An esbuild plugin that leaves fetch, WebSocket, mocks, caches and cookies of undici out of the bundle: two thirds of
 * its code, which the program never runs but every start would have to read.
 *
 * @type {import('esbuild').Plugin}
 */
export const slimUndiciPlugin = {
	name: 'slim-undici',
	setup(build) {
		build.onResolve({filter: /^undici$/}, async ({importer, resolveDir, kind, pluginData}) => {
			if (pluginData === namespace) {
				return undefined;
			}
			const {path, errors} = await build.resolve('undici', {
				importer,
				resolveDir,
				kind,
				pluginData: namespace,
			});
			return errors.length > 0 ? {errors} : {path, namespace};
		});
		build.onLoad({filter: /.*/, namespace}, async ({path}) => ({
			contents: slimUndiciIndex(await readFile(path, 'utf8'), join(dirname(path), 'lib')),
			resolveDir: dirname(path),
			loader: 'js',
		}));
	},
};
