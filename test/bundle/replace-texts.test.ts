import * as esbuild from 'esbuild';
import {describe, expect, test} from 'vitest';
import {type ReplacedFile, replaceTexts, replaceTextsPlugin} from '../../scripts/bundle/replace-texts.mjs';

const replacedFile: ReplacedFile = {
	packageName: 'string-width',
	version: '8.3.0',
	file: 'index.js',
	why: 'a test',
	replacements: [{find: 'one', replace: '$& two'}],
};

const build = (file: ReplacedFile) =>
	esbuild.build({
		stdin: {contents: "import 'string-width';", resolveDir: import.meta.dirname},
		bundle: true,
		write: false,
		metafile: true,
		platform: 'node',
		logLevel: 'silent',
		plugins: [replaceTextsPlugin([file])],
	});

describe('replaceTexts', () => {
	test('replaces a text that occurs once, literally', () => {
		expect(replaceTexts('zero one', replacedFile)).toBe('zero $& two');
	});

	test.each([
		['zero', '0 times'],
		['one one', '2 times'],
	])('refuses %j', (text, count) => {
		expect(() => replaceTexts(text, replacedFile)).toThrow(
			`string-width/index.js holds the text that the bundle replaces ${count} instead of once (written for string-width 8.3.0`,
		);
	});
});

describe('replaceTextsPlugin', () => {
	test('fails the build for another version of a package', async () => {
		await expect(build({...replacedFile, version: '1.2.3'})).rejects.toThrow(
			/string-width 8\.\d+\.\d+ is installed, but .* was written for 1\.2\.3/,
		);
	});

	test('fails the build when a text is not there', async () => {
		await expect(
			build({...replacedFile, replacements: [{find: 'no such text', replace: ''}]}),
		).rejects.toThrow(/0 times instead of once/);
	});

	test('fails the build when a package is bundled without the file', async () => {
		await expect(build({...replacedFile, file: 'gone.js'})).rejects.toThrow(
			/string-width is bundled without gone\.js/,
		);
	});
});
