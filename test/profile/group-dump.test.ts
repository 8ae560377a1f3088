import {describe, expect, test} from 'vitest';
import {decodeDump} from '../../source/decode/dump.ts';
import type {DumpSnapshot} from '../../source/profile/dump-snapshot.ts';
import {groupDump} from '../../source/profile/group-dump.ts';
import {drawDump, dumpText} from '../detectors/draw-dump.ts';

const waiter = (snapshot: DumpSnapshot, number: number) =>
	snapshot.waiters.find(candidate => candidate.number === number);

test('says who waits where and in what; who runs is in the total alone', () => {
	const snapshot = drawDump(`
		7 [chan send, 3 minutes] worker.send@88 | worker.start@5 in 1
		8 [running] worker.spin@3
		9 [runnable] worker.spin@3
		10 [syscall] worker.read@4
	`);
	expect(snapshot).toMatchObject({total: 4, waiterCount: 2, isCut: false, hasCreators: true});
	expect(waiter(snapshot, 7)).toMatchObject({
		wait: {
			state: 'chan send',
			waitMinutes: 3,
			site: {kind: 'chan send', name: 'worker.send', place: 'worker.go:88'},
			offspring: 'none',
		},
		createdBy: {goroutine: 1, state: 'gone'},
	});
	expect(waiter(snapshot, 10)?.wait.site.kind).toBe('syscall');
});

test('lists those first that wait longest', () => {
	const snapshot = drawDump('1 [select] a.a\n2 [select, 2 minutes] a.a\n3 [select, 9 minutes] a.a');
	expect(snapshot.waiters.map(({number}) => number)).toEqual([3, 2, 1]);
});

test('like goroutines share what they have in common, and their creator', () => {
	const {waiters} = drawDump(
		'1..2 [select] a.a < b.b | b.run@5 in 9\n3 [select, 2 minutes] a.a < b.b | b.run@5 in 8',
	);
	const [last, first, second] = waiters;
	expect(first?.wait).toBe(second?.wait);
	expect(first?.createdBy).toBe(second?.createdBy);
	expect(first?.wait).not.toBe(last?.wait);
	expect(first?.wait.stack).toBe(last?.wait.stack);
	expect(first?.wait.site).toBe(last?.wait.site);
	expect(first?.createdBy).not.toBe(last?.createdBy);
});

describe('kinds of wait that only the state tells', () => {
	test.each([
		['chan receive (nil chan)', 'chan receive'],
		['chan send (nil chan)', 'chan send'],
		['select (no cases)', 'empty select'],
		['coroutine', 'coroutine'],
		['sleep', 'sleep'],
		['GC assist wait', 'gc assist'],
		['wait for GC cycle', 'gc wait'],
	])('%s', (state, kind) => {
		expect(drawDump(`4 [${state}] a.run@1`).waiters[0]?.wait.site.kind).toBe(kind);
	});
});

describe('our own goroutines', () => {
	const served = (creator: string) => `
		5 [running] net/http/pprof.Index < net/http.(*conn).serve
		6 [IO wait] read < net/http.(*connReader).backgroundRead | net/http.(*connReader).startBackgroundRead${creator}
		7 [IO wait] read < net/http.(*connReader).backgroundRead | net/http.(*connReader).startBackgroundRead${creator === '' ? '' : ' in 2'}
		2 [select] web.handle@4
	`;
	test('are left out with the reader that they started', () => {
		expect(drawDump(served(' in 5'))).toMatchObject({total: 2});
		expect(drawDump(served(' in 5')).waiters.map(({number}) => number)).toEqual([7, 2]);
	});
	test('are left out with any reader where numbers of creators are not printed', () => {
		expect(drawDump(served(''))).toMatchObject({total: 2, hasCreators: false});
	});
});

describe('creators', () => {
	test('before Go 1.21 one is gone when its function is on no stack', () => {
		const snapshot = drawDump('3 [select] a.x | a.open@2\n4 [select] a.x | b.loop@2\n5 [sleep] b.loop@9');
		expect(waiter(snapshot, 3)?.createdBy).toMatchObject({goroutine: undefined, state: 'gone'});
		expect(waiter(snapshot, 4)?.createdBy).toMatchObject({goroutine: undefined, state: 'there'});
	});
	test('are not said to be gone where the dump was cut', () => {
		const text = `${dumpText('3 [select] a.x | a.open@2 in 9\n4 [select] a.x | a.open@2 in 3')}\ngoroutine 5 [sel`;
		const decoded = decodeDump(new TextEncoder().encode(text));
		const snapshot = decoded.ok ? groupDump(decoded.value, undefined) : undefined;
		expect(snapshot).toMatchObject({isCut: true});
		expect(snapshot?.waiters.map(({createdBy, wait}) => [createdBy?.state, wait.offspring])).toEqual([
			[undefined, 'unknown'],
			['there', 'unknown'],
		]);
	});
	test('have offspring while a goroutine is left that they, or somebody since gone, may have started', () => {
		const child = drawDump('3 [semacquire] wait < a.run@1\n4 [select] a.x@1 | a.run@2 in 3');
		expect(waiter(child, 3)?.wait.offspring).toBe('some');
		const grandchild = drawDump('3 [semacquire] wait < a.run@1\n8 [select] a.x@1 | a.go@2 in 5');
		expect(waiter(grandchild, 3)?.wait.offspring).toBe('some');
		const sibling = drawDump(
			'1 [select] a.main@9\n3 [semacquire] wait < a.close@1 | a.Results@9 in 1\n4 [select] a.x@1 | a.Results@5 in 1',
		);
		expect(waiter(sibling, 3)?.wait.offspring).toBe('some');
		const other = drawDump(
			'1 [select] a.main@9\n3 [semacquire] wait < a.close@1 | a.Results@9 in 1\n4 [select] a.x@1 | a.Serve@5 in 1',
		);
		expect(waiter(other, 3)?.wait.offspring).toBe('none');
		const stranger = drawDump('3 [semacquire] wait < a.run@1\n8 [select] b.x@1 | b.go@2 in 5');
		expect(waiter(stranger, 3)?.wait.offspring).toBe('none');
	});
});
