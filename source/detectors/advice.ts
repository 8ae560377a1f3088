import type {WaitKind} from '../profile/wait-kind.ts';

/** What to do about goroutines that pile up in one kind of wait. `shortStep` has at most four words. */
export type Advice = {readonly shortStep: string; readonly nextStep: string};

const lock: Advice = {
	shortStep: 'find the holder',
	nextStep:
		'Find who holds this lock and what it does meanwhile: move I/O, logging and channel operations out of the locked section, and check that every path unlocks.',
};

const adviceByKind: {readonly [kind in WaitKind]: Advice} = {
	'chan send': {
		shortStep: 'nobody receives',
		nextStep:
			'Find who should receive from this channel and why it stopped: an early return, an error path or a timeout. Let the sender give up with select and ctx.Done(), or give the channel room for every send.',
	},
	'chan receive': {
		shortStep: 'nobody sends or closes',
		nextStep:
			'Find who should send on this channel or close it, and make sure it does on every path; a `range` over a channel only ends when it is closed.',
	},
	select: {
		shortStep: 'check how it ends',
		nextStep:
			'Check that one case of this select always ends it, such as ctx.Done(), and that the context is really cancelled when its caller leaves.',
	},
	'empty select': {
		shortStep: 'it never ends',
		nextStep: 'Replace the empty select: a goroutine that reaches it can never leave it.',
	},
	mutex: lock,
	rwmutex: {
		shortStep: 'find the holder',
		nextStep:
			'Find who holds the lock: a long reader makes a writer wait, and a waiting writer makes every new reader wait. Keep I/O out of both sections.',
	},
	once: {
		shortStep: 'look at the initialiser',
		nextStep:
			'Look at the function inside this sync.Once: everyone waits until its first call returns, so give it a deadline.',
	},
	waitgroup: {
		shortStep: 'find the missing Done',
		nextStep:
			'Find the worker that has not called Done: defer it as the first statement, and see what that worker waits for.',
	},
	cond: {
		shortStep: 'find the missing Signal',
		nextStep:
			'Find the path that changes the condition without Signal or Broadcast; check that shutdown broadcasts too.',
	},
	semaphore: {
		shortStep: 'find who keeps it',
		nextStep:
			'Find who holds the permits and whether each path releases them; acquire with a context that ends.',
	},
	sleep: {
		shortStep: 'cap the sleepers',
		nextStep:
			'Bound how many goroutines may sleep here: retries and timers should be cancelled with their request, by a timer in a select with ctx.Done().',
	},
	accept: {
		shortStep: 'close unused listeners',
		nextStep: 'Check that a listener is opened once and closed when its server stops.',
	},
	'net read': {
		shortStep: 'set a deadline',
		nextStep:
			'Find out why the peer sends nothing, and set a deadline (conn.SetReadDeadline, or a context) so that a silent peer cannot hold these for ever.',
	},
	'net write': {
		shortStep: 'set a deadline',
		nextStep:
			'Find out why the peer stopped reading, and set a deadline (conn.SetWriteDeadline, or a context) so that it cannot hold these for ever.',
	},
	connect: {
		shortStep: 'bound the dial',
		nextStep:
			'Dial with a timeout or a context, limit how many dials run at once, and check that the remote side is reachable.',
	},
	dns: {
		shortStep: 'check the resolver',
		nextStep: 'Check the name server, and look names up with a context that has a deadline.',
	},
	file: {
		shortStep: 'check disk or pipe',
		nextStep: 'See which file or pipe is slow or has no other end, and limit how many work on it at once.',
	},
	syscall: {
		shortStep: 'bound the calls',
		nextStep:
			'Find what this call waits for and limit how many run at once: each holds an operating-system thread.',
	},
	'child process': {
		shortStep: 'end the children',
		nextStep:
			'Start child processes with exec.CommandContext and a deadline, and close the pipes they inherit (Cmd.WaitDelay).',
	},
	cgo: {
		shortStep: 'bound the calls',
		nextStep:
			'Find what the C library waits for and limit how many calls run at once: each holds an operating-system thread.',
	},
	'fd lock': {
		shortStep: 'one writer per connection',
		nextStep:
			'Let one goroutine own each file or connection: these wait for another one that is reading or writing it now.',
	},
	'gc assist': {
		shortStep: 'allocate less',
		nextStep:
			'Allocate less or raise GOGC or GOMEMLIMIT: goroutines must help the collector before they may allocate.',
	},
	'gc wait': {
		shortStep: 'drop runtime.GC()',
		nextStep: 'Remove the explicit runtime.GC() calls: each waits for a whole collection.',
	},
	coroutine: {
		shortStep: 'stop the iterator',
		nextStep: 'Call the stop function that iter.Pull returned on every path, best with defer.',
	},
	unlock: {
		shortStep: 'shorten this section',
		nextStep:
			'Shorten the locked section that ends here: do I/O, encoding and logging outside it, or split the lock so that fewer goroutines need the same one.',
	},
	'runtime lock': {
		shortStep: 'no lock of yours',
		nextStep:
			'This lock belongs to the Go runtime: fewer goroutines, timers or allocations at once ease it; no locked section of the program does.',
	},
	running: {
		shortStep: 'bound the work',
		nextStep:
			'Limit how much of this work runs at once, and see in a CPU profile what it spends its time on.',
	},
};

export function adviceFor(kind: WaitKind): Advice {
	return adviceByKind[kind];
}

const stateByKind: {readonly [kind in WaitKind]?: string} = {
	running: 'running',
	mutex: 'at a mutex',
	rwmutex: 'at an RWMutex',
	once: 'in Once.Do',
	waitgroup: 'in WaitGroup.Wait',
	cond: 'in Cond.Wait',
	semaphore: 'at a semaphore',
	'fd lock': 'at the lock of a file',
	'runtime lock': 'at a lock of the runtime',
	syscall: 'in a system call',
	cgo: 'in C code',
	dns: 'in a DNS lookup',
	'child process': 'waiting for a child process',
	file: 'at a file or pipe',
};

/** `in chan send`, `at a mutex`, `running` */
export function stateWords(kind: WaitKind): string {
	return stateByKind[kind] ?? `in ${kind}`;
}
