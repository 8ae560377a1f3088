import {mkdir, mkdtemp, rm, utimes, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {newestChangeMilliseconds} from '../../scripts/bundle/newest-change.mjs';

test('the newest change is that of the newest file at any depth, and 0 where nothing is', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'goroutop-change-'));
	await mkdir(join(folder, 'deep/deeper'), {recursive: true});
	await writeFile(join(folder, 'deep/deeper/new.ts'), '');
	await utimes(join(folder, 'deep/deeper/new.ts'), 4_000_000_000, 4_000_000_000);
	expect(await newestChangeMilliseconds(folder)).toBe(4_000_000_000_000);
	expect(await newestChangeMilliseconds(join(folder, 'nothing'))).toBe(0);
	await rm(folder, {recursive: true});
});
