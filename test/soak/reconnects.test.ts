import {Socket} from 'node:net';
import {queryObjects} from 'node:v8';
import {expect, test} from 'vitest';
import {ask, openTarget, serveRaw} from '../target/local-servers.ts';

const reconnects = 150;
/** What is closing, on either side. */
const few = 20;

test('a target that breaks every connection leaves no sockets in memory', async () => {
	const {port} = await serveRaw(socket => socket.once('data', () => socket.destroy()));
	const target = await openTarget(`127.0.0.1:${port}`);
	const before = queryObjects(Socket, {format: 'count'});
	for (let count = 0; count < reconnects; count += 1) {
		expect((await ask(target, 'heap')).ok).toBe(false);
	}

	await new Promise(resolve => setImmediate(resolve));
	expect(queryObjects(Socket, {format: 'count'}) - before).toBeLessThan(few);
});
