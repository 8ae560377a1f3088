import {chmodSync, mkdtempSync, rmSync, truncateSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {readSmallFile} from '../../source/target/small-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'goroutop-small-file-'));
afterAll(() => rmSync(folder, {recursive: true}));

test('the text, or what prevents reading it', async () => {
	const path = join(folder, 'token');
	writeFileSync(path, 'abc\n');
	expect(await readSmallFile(path, '--x')).toEqual({ok: true, text: 'abc\n'});
	expect(await readSmallFile(join(path, 'below'), '--x')).toMatchObject({
		sentence: `--x ${path}/below does not exist.`,
	});
	truncateSync(path, 5_000_000);
	expect(await readSmallFile(path, '--x')).toMatchObject({
		sentence: `--x ${path} is 5 MB: is it the right file?`,
	});
	expect(await readSmallFile('\0', '--x')).toMatchObject({
		sentence: '--x  cannot be read (ERR_INVALID_ARG_VALUE).',
	});
});

// The superuser may read anything.
test.skipIf(process.getuid?.() === 0)('a file of somebody else', async () => {
	const path = join(folder, 'locked');
	writeFileSync(path, 'abc');
	chmodSync(path, 0);
	expect(await readSmallFile(path, '--x')).toMatchObject({
		sentence: `--x ${path} may not be read by this user.`,
	});
});
