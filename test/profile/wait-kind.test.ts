import {expect, test} from 'vitest';
import {lockKinds, type WaitKind, waitKindOf} from '../../source/profile/wait-kind.ts';
import {drawStack} from './draw-stack.ts';

const own = 'example.com/shop/worker.run@/src/shop/worker.go:88';

test.each<readonly [WaitKind, string]>([
	['chan send', 'runtime.gopark < runtime.chansend < runtime.chansend1'],
	['chan receive', 'runtime.gopark < runtime.chanrecv < runtime.chanrecv2'],
	['select', 'runtime.gopark < runtime.selectgo'],
	['empty select', 'runtime.gopark < runtime.block'],
	[
		'mutex',
		'runtime.gopark < runtime.semacquire1 < sync.runtime_SemacquireMutex < sync.(*Mutex).lockSlow < sync.(*Mutex).Lock',
	],
	[
		'mutex',
		'runtime.gopark < runtime.semacquire1 < internal/sync.runtime_SemacquireMutex < internal/sync.(*Mutex).lockSlow < sync.(*Mutex).Lock',
	],
	[
		'rwmutex',
		'runtime.gopark < runtime.semacquire1 < sync.runtime_SemacquireRWMutexR < sync.(*RWMutex).RLock',
	],
	[
		'once',
		'runtime.gopark < sync.runtime_SemacquireMutex < sync.(*Mutex).Lock < sync.(*Once).doSlow < sync.(*Once).Do',
	],
	['waitgroup', 'runtime.gopark < runtime.semacquire1 < sync.runtime_Semacquire < sync.(*WaitGroup).Wait'],
	['cond', 'runtime.gopark < sync.runtime_notifyListWait < sync.(*Cond).Wait'],
	['sleep', 'runtime.gopark < time.Sleep'],
	[
		'accept',
		'runtime.gopark < internal/poll.runtime_pollWait < internal/poll.(*FD).Accept < net.(*netFD).accept < net.(*TCPListener).Accept',
	],
	[
		'net read',
		'runtime.gopark < internal/poll.runtime_pollWait < internal/poll.(*FD).Read < net.(*netFD).Read < net.(*conn).Read',
	],
	[
		'net write',
		'runtime.gopark < internal/poll.runtime_pollWait < internal/poll.(*FD).Write < net.(*conn).Write',
	],
	[
		'connect',
		'runtime.gopark < internal/poll.runtime_pollWait < internal/poll.(*FD).WaitWrite < net.(*netFD).connect',
	],
	['file', 'syscall.Syscall < syscall.read < internal/poll.(*FD).Read < os.(*File).Read'],
	['file', 'runtime.gopark < internal/poll.runtime_pollWait < internal/poll.(*FD).Read < os.(*File).Read'],
	[
		'fd lock',
		'runtime.gopark < internal/poll.runtime_Semacquire < internal/poll.(*fdMutex).rwlock < internal/poll.(*FD).Write < net.(*conn).Write',
	],
	[
		'child process',
		'syscall.Syscall6 < os.(*Process).blockUntilWaitable < os.(*Process).wait < os/exec.(*Cmd).Wait',
	],
	['semaphore', 'runtime.gopark < runtime.selectgo < golang.org/x/sync/semaphore.(*Weighted).Acquire'],
	['cgo', 'runtime.cgocall < main._Cfunc_compress'],
	['gc wait', 'runtime.gopark < runtime.GC'],
	['coroutine', 'runtime.coroswitch_m < runtime.coroswitch'],
	['unlock', 'sync.(*Mutex).Unlock'],
	['unlock', 'internal/sync.(*Mutex).unlockSlow < internal/sync.(*Mutex).Unlock'],
	['unlock', 'sync.(*RWMutex).RUnlock'],
	['runtime lock', 'runtime.unlock < runtime.mallocgc'],
	['runtime lock', 'runtime._LostContendedRuntimeLock'],
])('%s: %s', (kind, inner) => {
	expect(waitKindOf(drawStack(`${inner} < ${own}`))).toBe(kind);
});

test('what waits nowhere is running', () => {
	expect(waitKindOf(drawStack(own))).toBe('running');
	expect(waitKindOf([])).toBe('running');
});

test('only the wait itself counts, not what its callers did', () => {
	expect(
		waitKindOf(
			drawStack(`runtime.gopark < runtime.chanrecv1 < ${own} < sync.(*Once).doSlow < sync.(*Once).Do`),
		),
	).toBe('chan receive');
});

test('groups of goroutines are no locks', () => {
	expect(lockKinds.has('waitgroup')).toBe(false);
	expect(lockKinds.has('mutex')).toBe(true);
});
