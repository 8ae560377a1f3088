import {Buffer} from 'node:buffer';
import {expect, test} from 'vitest';
import {watchMemory} from '../../source/live/memory-watch.ts';

test('says once when the process has grown too much, and nothing when it was stopped before', async () => {
	let stoppedCalls = 0;
	const stop = watchMemory(16, () => {
		stoppedCalls += 1;
	});
	stop();
	let calls = 0;
	const grown = new Promise<void>(resolve => {
		watchMemory(16, () => {
			calls += 1;
			resolve();
		});
	});
	const bytes = Buffer.alloc(64 * 1024 * 1024, 1);
	await grown;
	// Another watch takes as long again, in which the first could have spoken twice.
	await new Promise<void>(resolve => watchMemory(-1, resolve));
	expect({calls, stoppedCalls, kept: bytes[0]}).toEqual({calls: 1, stoppedCalls: 0, kept: 1});
});
