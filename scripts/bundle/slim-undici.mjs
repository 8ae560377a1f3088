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
 * The text of undici's index with only the taken names; each of the others ends in an error that says so.
 *
 * @param {string} index text of undici/index.js
 * @param {string} library path of undici/lib
 */
export const slimUndiciIndex = (index, library) => {
	const allNames = new Set([...index.matchAll(/^module\.exports\.(\w+) =/gm)].map(match => match[1]));
	const getters = [...allNames].map(name => {
		const file = takenNames[name];
		const body =
			file === undefined
				? `throw new Error('${name} of undici is not part of the bundle: name it in scripts/bundle/slim-undici.mjs.')`
				: `return require(${JSON.stringify(join(library, file))})`;
		return `get ${name}() { ${body}; }`;
	});
	const missing = Object.keys(takenNames).filter(name => !allNames.has(name));
	if (missing.length > 0) {
		throw new Error(`undici does not export ${missing.join(', ')}; see scripts/bundle/slim-undici.mjs.`);
	}
	return (
		`Object.assign(require(${JSON.stringify(join(library, takenNames.Dispatcher))}).prototype, ` +
		`require(${JSON.stringify(join(library, 'api/index.js'))}));\nmodule.exports = {\n\t${getters.join(',\n\t')}\n};\n`
	);
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
