import {execFile} from 'node:child_process';
import {access, copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {afterAll, describe, expect, test} from 'vitest';
import {buildBundle} from '../../scripts/bundle/build-bundle.mjs';
import {bundledPackageFolders} from '../../scripts/bundle/licenses.mjs';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const packageFolder = await mkdtemp(join(tmpdir(), 'goroutop-build-'));
const outputFolder = join(packageFolder, 'dist');
const program = join(outputFolder, 'cli.js');
afterAll(() => rm(packageFolder, {recursive: true}));

const entryPoint = fileURLToPath(new URL('./sample-program.tsx', import.meta.url));
const metafile = await buildBundle({entryPoint, outputFolder});
const start = await readFile(program, 'utf8');
const parts = (await readdir(outputFolder)).filter(name => name.endsWith('.js')).sort();
const code = (await Promise.all(parts.map(name => readFile(join(outputFolder, name), 'utf8')))).join('');

describe('buildBundle', () => {
	test('writes an executable file without imports that checks its Node before it loads the rest', async () => {
		expect(start.startsWith('#!/usr/bin/env node\n{\n\tconst [major, minor] = process.versions.node')).toBe(
			true,
		);
		expect(start).toMatch(/\}\nimport\('\.\/goroutop\.js'\);\n$/);
		expect(start).not.toMatch(/^import\b(?!\()/m);
		expect((await stat(program)).mode & 0o111).toBe(0o111);
	});

	test('writes parts that import nothing but each other', () => {
		const imported = [...code.matchAll(/\b(?:from|import)\s*\(?(['"])([\w./:@-]+)\1/g)].map(
			match => match[2],
		);
		expect(imported.length).toBeGreaterThan(parts.length);
		expect(imported.filter(name => !parts.includes(name?.replace(/^\.\//, '') ?? ''))).toEqual([]);
	});

	test('leaves no part of an earlier build', async () => {
		await writeFile(join(outputFolder, 'chunk-OLD.js'), '');
		await buildBundle({entryPoint, outputFolder});
		expect((await readdir(outputFolder)).filter(name => name.endsWith('.js')).sort()).toEqual(parts);
	});

	test('writes one file without imports where that is wanted', async () => {
		const folder = join(packageFolder, 'one-file');
		await buildBundle({entryPoint, outputFolder: folder, isOneFile: true, top: ''});
		expect((await readdir(folder)).filter(name => name.endsWith('.js'))).toEqual(['cli.js']);
		expect(await readFile(join(folder, 'cli.js'), 'utf8')).not.toMatch(/^import\b/m);
	});

	test('is plain ASCII, also where the source has other characters in regular expressions', () => {
		expect(code).toMatch(/^\p{ASCII}*$/u);
		expect(code).toContain('\\u00b5]+$/');
	});

	test('runs undici only once it is asked for', async () => {
		const {stdout} = await run(process.execPath, [program]);
		expect(JSON.parse(stdout)).toEqual({
			before: false,
			afterDrawing: false,
			afterUndici: true,
			frames: 8,
			client: 'function',
			profile: 'function',
		});
	});

	test('serves as its own worker, without undici', async () => {
		const {stdout} = await run(process.execPath, [program, 'worker']);
		expect(JSON.parse(stdout)).toEqual({isWorker: true, isHttpLoaded: false});
	});

	test('holds neither development code of React nor the devtools', () => {
		expect(code).not.toContain('react-devtools-core');
		expect(Object.keys(metafile.inputs).filter(path => path.includes('development'))).toEqual([]);
	});

	test('lists the licence of every package inside', async () => {
		const licenses = await readFile(join(outputFolder, 'THIRD-PARTY-LICENSES.txt'), 'utf8');
		const folders = bundledPackageFolders(metafile, root);
		expect(folders.map(folder => basename(folder))).toEqual(
			expect.arrayContaining(['ink', 'react', 'react-reconciler', 'undici', 'pprof-format', 'yoga-layout']),
		);
		for (const folder of folders) {
			const {name, version} = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
			expect(licenses).toContain(`\n${name} ${version} (`);
		}
		const grants = licenses.match(/Permission is hereby granted|Permission to use, copy, modify/g);
		expect(grants?.length).toBe(folders.length);
	});
});

test('the package holds only what its users need', async () => {
	const wanted = ['package.json', 'LICENSE', 'README.md', 'CHANGELOG.md'];
	const present: string[] = [];
	for (const name of wanted) {
		const isPresent = await access(join(root, name)).then(
			() => true,
			() => false,
		);
		if (isPresent) {
			await copyFile(join(root, name), join(packageFolder, name));
			present.push(name);
		}
	}
	for (const folder of ['source', 'test', 'scripts']) {
		await mkdir(join(packageFolder, folder));
		await writeFile(join(packageFolder, folder, 'left-out.ts'), '');
	}
	await writeFile(join(outputFolder, 'demo.recording'), '');
	const {stdout} = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
		cwd: packageFolder,
	});
	const [{files}] = JSON.parse(stdout);
	expect(files.map((file: {path: string}) => file.path).sort()).toEqual(
		[
			...present,
			'dist/THIRD-PARTY-LICENSES.txt',
			'dist/demo.recording',
			...parts.map(name => `dist/${name}`),
		].sort(),
	);
});
