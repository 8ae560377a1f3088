import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';

const root = path.join(import.meta.dirname, '../..');
const sources = readdirSync(path.join(root, 'source'), {recursive: true, encoding: 'utf8'})
	.filter(name => /\.tsx?$/.test(name))
	.map(name => ({name, text: readFileSync(path.join(root, 'source', name), 'utf8')}));

/** Files whose text matches, by their names. */
function filesWith(pattern: RegExp): readonly string[] {
	return sources.filter(({text}) => pattern.test(text)).map(({name}) => name);
}

test('all of the code is looked at', () => {
	expect(sources.length).toBeGreaterThan(150);
});

test('no file is written', () => {
	expect(
		filesWith(
			/\b(?:writeFile|appendFile|createWriteStream|copyFile|rename|truncate|mkdir|mkdtemp|symlink|unlink|rm)(?:Sync)?\(/,
		),
	).toEqual([]);
	// The terminal is opened to be read, a file that the person named too.
	const opening = filesWith(/import \{[^}]*\bopen(?:Sync)?\b[^}]*\} from 'node:fs(?:\/promises)?'/);
	expect(opening.toSorted()).toEqual(['commands/terminal.ts', 'target/file-bytes.ts']);
	const forWriting = filesWith(/\bopen(?:Sync)?\([^),]*,(?!\s*'r')/);
	expect(opening.filter(name => forWriting.includes(name))).toEqual([]);
});

test('no other program is started, and no text is run as code', () => {
	expect(filesWith(/child_process|\beval\(|new Function\(/)).toEqual([]);
	// The name of V8's own collector, and no other word.
	expect(filesWith(/node:vm\b|runIn\w*Context/)).toEqual(['commands/tidy-heap.ts']);
	expect(filesWith(/getBuiltinModule\('node:vm'\)\.runInNewContext\('gc'\);/)).toEqual([
		'commands/tidy-heap.ts',
	]);
});

test('only the replay of a recording listens', () => {
	expect(filesWith(/\bcreateServer\b|\.listen\(/)).toEqual(['target/replay-server.ts']);
});

test('one file speaks to the network, and none does so on its own account', () => {
	expect(filesWith(/from 'undici'|import\('undici'\)/)).toEqual(['target/undici-client.ts']);
	expect(filesWith(/from 'node:(?:http|https|http2|dgram)'/)).toEqual(['target/replay-server.ts']);
	// Node's own: a check for updates, or telemetry, would use it.
	expect(filesWith(/(?<![.\w])fetch\(/)).toEqual([]);
});

test('no debugging log that could hold a secret', () => {
	expect(filesWith(/\bconsole\.|debuglog|NODE_DEBUG/)).toEqual([]);
});
