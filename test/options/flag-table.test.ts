import {existsSync, readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {flagTable} from '../../source/options/flag-table.ts';

const readme = new URL('../../README.md', import.meta.url);

test('a row for each flag', () => {
	expect(flagTable()).toContain(
		'| `--interval 2s` | time between polls (100ms to 10m) | watch, check, demo | `GOROUTOP_INTERVAL` |\n',
	);
	expect(flagTable()).toContain('| `--help`, `-h` | ');
});

test.runIf(existsSync(readme))('the README has this table between its flags markers', () => {
	const table = /<!-- flags -->\n([\s\S]*?)<!-- \/flags -->/.exec(readFileSync(readme, 'utf8'))?.[1];
	expect(table?.trim()).toBe(flagTable().trim());
});
