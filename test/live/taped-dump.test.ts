import {readdirSync} from 'node:fs';
import {expect, test} from 'vitest';
import {syntheticDump} from '../../bench/synthetic-dump.ts';
import {decodeDump} from '../../source/decode/dump.ts';
import {tapeDump, untapeDump} from '../../source/live/taped-dump.ts';
import {packDigest, unpackDigest} from '../../source/live/worker-messages.ts';
import type {DumpSnapshot, DumpWaiter} from '../../source/profile/dump-snapshot.ts';
import {groupDump} from '../../source/profile/group-dump.ts';
import {drawDump} from '../detectors/draw-dump.ts';
import {capturedBody} from './captures.ts';

const dumpName = 'goroutine.debug2.txt';
const captures = new URL('../../fixtures/captures/', import.meta.url);
const folders = readdirSync(captures).filter(folder =>
	readdirSync(new URL(`${folder}/`, captures)).includes(dumpName),
);

function grouped(bytes: Uint8Array): DumpSnapshot {
	const decoded = decodeDump(bytes);
	if (!decoded.ok) {
		throw new Error(decoded.reason);
	}

	return groupDump(decoded.value, undefined);
}

function sent(snapshot: DumpSnapshot): DumpSnapshot {
	return untapeDump(structuredClone(tapeDump(snapshot)));
}

test('dumps of all versions of Go have been captured', () => {
	expect(folders.length).toBeGreaterThan(9);
});

test.each(folders)('the dump of %s comes off the tape as it went on', folder => {
	const snapshot = grouped(capturedBody(dumpName, folder));
	expect(snapshot.waiters.length).toBeGreaterThan(10);
	expect(sent(snapshot)).toStrictEqual(snapshot);
});

test('holders, labels and what a dump leaves out come off the tape as they went on', () => {
	const locks = drawDump(`
		7 [chan receive] orders.(*Book).Load@40 < shop.Serve@3 | shop.Run@9 in 1
		12 [sync.Mutex.Lock, 2 minutes] lock(0xc000014018) < orders.(*Book).Count@22 < stock.(*Shelf).Take(0xc000014030)@31 | orders.Open@9 in 1
		13 [sync.Mutex.Lock] lock(0xc000014018) < orders.(*Book).Count@22 < orders.(*Book).Add(0xc000014018)@50 | orders.Open@9 in 99
	`);
	const labels = [
		{key: 'tenant', value: 'a,b'},
		{key: '', value: '"'},
	];
	const snapshot: DumpSnapshot = {
		...locks,
		isCut: true,
		waiters: locks.waiters.map((waiter, index) => ({
			...waiter,
			wait: {...waiter.wait, isLeaked: index === 1, labels: index === 0 ? [] : labels},
			lock: index === 1 ? '' : waiter.lock,
			createdBy: index === 2 ? undefined : waiter.createdBy,
		})),
	};
	expect(locks.locks.flatMap(({holders, reentrant}) => [...holders, ...reentrant])).not.toEqual([]);
	const received = sent(snapshot);
	expect(received).toStrictEqual(snapshot);
	expect(received.waiters[2]?.wait.labels).toBe(received.waiters[1]?.wait.labels);
});

test('an empty dump comes off the tape as it went on', () => {
	const snapshot = {total: 0, isCut: false, waiters: [], waiterCount: 0, locks: [], hasCreators: false};
	expect(sent(snapshot)).toStrictEqual(snapshot);
});

test('what waiters share is shared again, and creators as well', () => {
	const snapshot = grouped(syntheticDump(3000));
	const received = sent(snapshot);
	expect(received).toEqual(snapshot);
	const different = (of: DumpSnapshot, part: (waiter: DumpWaiter) => unknown) =>
		new Set(of.waiters.map(part)).size;
	for (const part of [
		({wait}) => wait,
		({wait}) => wait.stack,
		({createdBy}) => createdBy,
	] satisfies readonly ((waiter: DumpWaiter) => unknown)[]) {
		expect(different(received, part)).toBe(different(snapshot, part));
		expect(different(received, part)).toBeLessThan(300);
	}

	const frames = (of: DumpSnapshot) => new Set(of.waiters.flatMap(({wait}) => wait.stack)).size;
	expect(frames(received)).toBe(frames(snapshot));
});

test('a worker hands a dump over on a tape', () => {
	const snapshot = grouped(capturedBody(dumpName));
	const packed = packDigest({kind: 'dump', snapshot});
	expect(packed).toHaveProperty('tape');
	expect(unpackDigest(packed)).toEqual({kind: 'dump', snapshot});
});
