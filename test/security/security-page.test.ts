import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {buildBundle} from '../../scripts/bundle/build-bundle.mjs';

const root = path.join(import.meta.dirname, '../..');
const page = readFileSync(path.join(root, 'SECURITY.md'), 'utf8');
const oneLine = (text: string) => text.replace(/\s+/g, ' ');

/** `snippet` in `file`: what the page says that is in the code. */
const quotes = [...page.matchAll(/`([^`]+)` in `(source\/[^`]+)`/g)].map(
	([, snippet = '', file = '']) => [snippet, file] as const,
);

test('the page is short, and quotes every limit', () => {
	expect(page.split('\n').length).toBeLessThan(90);
	expect(quotes.length).toBeGreaterThan(18);
});

test.each(quotes)('%s is in %s', (snippet, file) => {
	expect(oneLine(readFileSync(path.join(root, file), 'utf8'))).toContain(snippet);
});

test('the packages of the bundle are those listed', async () => {
	const outputFolder = mkdtempSync(path.join(tmpdir(), 'goroutop-bundle-'));
	onTestFinished(() => rmSync(outputFolder, {recursive: true}));
	await buildBundle({outputFolder});
	const licences = readFileSync(path.join(outputFolder, 'THIRD-PARTY-LICENSES.txt'), 'utf8');
	const bundled = [...licences.matchAll(/^([@a-z][^ ]*) (\d[\w.-]*) \(/gm)].map(
		([, name, version]) => `${name} ${version}`,
	);
	const [, list = ''] = /<!-- bundle -->([^<]*)<!--/.exec(page) ?? [];
	const listed = oneLine(list)
		.trim()
		.split(', ')
		.flatMap(entry => {
			const [name, ...versions] = entry.split(/ (?:and )?/);
			return versions.map(version => `${name} ${version}`);
		});
	expect(listed.toSorted()).toEqual([...new Set(bundled)].toSorted());
});

test('nothing is installed beside the package', () => {
	const manifest: Readonly<Record<string, unknown>> = JSON.parse(
		readFileSync(path.join(root, 'package.json'), 'utf8'),
	);
	for (const field of ['dependencies', 'optionalDependencies', 'peerDependencies', 'bundleDependencies']) {
		expect(manifest[field]).toBeUndefined();
	}

	const scripts = Object.keys(Object(manifest['scripts']));
	expect(scripts.filter(name => /^(?:pre|post)?install$/.test(name))).toEqual([]);
});
