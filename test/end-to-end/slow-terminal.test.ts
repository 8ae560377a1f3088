import {execFile} from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import {promisify} from 'node:util';
import {expect, it} from 'vitest';
import {program} from './pane.ts';

it('drops frames that a line of 9,600 baud has no time for, and still hears a key', async () => {
	const {stdout} = await promisify(execFile)(
		'python3',
		[path.join(import.meta.dirname, 'slow-terminal.py'), '960', '20', ...program, 'demo'],
		{env: {...process.env, TERM: 'xterm-256color', LANG: 'C.UTF-8'}},
	);
	const seen = JSON.parse(stdout);
	expect(seen).toMatchObject({exitCode: 0});
	// A first screen and some frames: the demo draws several times as much where it is taken.
	expect(seen.bytesBefore).toBeGreaterThan(8000);
	// What waits when q is pressed is a frame or two, not all of those since the start.
	expect(seen.bytesAfter).toBeLessThan(16_000);
	expect(seen.endedAfterSeconds).toBeLessThan(18);
});
