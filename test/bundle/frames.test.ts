import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {afterAll, describe, expect, test} from 'vitest';
import {buildBundle} from '../../scripts/bundle/build-bundle.mjs';
import {drawSampleScreens} from './sample-screens.tsx';
import {screenAfter} from './terminal-screen.ts';

const size = {columns: 50, rows: 10};
const outputFolder = await mkdtemp(join(tmpdir(), 'goroutop-frames-'));
afterAll(() => rm(outputFolder, {recursive: true}));

const drawBundled = async (): Promise<readonly string[]> => {
	const entryPoint = fileURLToPath(new URL('./sample-screens.tsx', import.meta.url));
	await buildBundle({entryPoint, outputFolder, isOneFile: true});
	const bundle = await import(pathToFileURL(join(outputFolder, 'cli.js')).href);
	return bundle.drawSampleScreens(size);
};

describe('frames of the bundle', () => {
	test('show what Ink as installed shows, with fewer bytes', async () => {
		const installed = await drawSampleScreens(size);
		const bundled = await drawBundled();
		expect(bundled.length).toBe(installed.length);
		for (const frame of installed.keys()) {
			const expected = await screenAfter(installed.slice(0, frame + 1).join(''), size);
			expect(await screenAfter(bundled.slice(0, frame + 1).join(''), size)).toEqual(expected);
		}
		for (const frame of [1, 2]) {
			expect(bundled[frame]?.length).toBeLessThan((installed[frame]?.length ?? 0) * 0.85);
		}
	});

	test('reach the terminal whole: one start and one end of a synchronized update', async () => {
		for (const frame of await drawBundled()) {
			expect(frame.split('\u001B[?2026h').length).toBe(frame.split('\u001B[?2026l').length);
		}
	});
});
