import {execFile} from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import {promisify} from 'node:util';
import {expect, it} from 'vitest';
import {program} from './pane.ts';

it('drops frames that a line of 9,600 baud has no time for, and still hears a key', async () => {
	const {stdout} = await promisify(execFile)(
		'python3',
		[path.join(import.meta.dirname, 'slow-terminal.py'), '960', '12', ...program, 'demo'],
		{env: {...process.env, TERM: 'xterm-256color', LANG: 'C.UTF-8'}},
	);
	const seen = JSON.parse(stdout);
	expect(seen).toMatchObject({exitCode: 0});
	// A first screen and some frames.
	expect(seen.bytesBefore).toBeGreaterThan(8000);
	// Where all is taken, these views are some 300 KB. What waits when q is pressed is what the system holds back, a frame or
	// two and the last words: 25 KB.
	expect(seen.bytesAfter).toBeLessThan(60_000);
	expect(seen.endedAfterSeconds).toBeLessThan(45);
});
