import {getEventListeners} from 'node:events';
import {expect, test} from 'vitest';
import {untilStopped} from '../../source/target/until-stopped.ts';

test('the value comes through, and nothing is left on the signal', async () => {
	const {signal} = new AbortController();
	expect(await untilStopped(Promise.resolve(7), signal)).toBe(7);
	await expect(untilStopped(Promise.reject(new Error('a bug')), signal)).rejects.toThrow('a bug');
	await new Promise(resolve => setImmediate(resolve));
	expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('a stop is not kept waiting, neither one to come nor one that was', async () => {
	const stopping = new AbortController();
	const waiting = untilStopped(new Promise(() => {}), stopping.signal);
	stopping.abort();
	expect(await waiting).toBeUndefined();
	expect(await untilStopped(new Promise(() => {}), stopping.signal)).toBeUndefined();
});
