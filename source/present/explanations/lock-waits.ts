import type {WaitKind} from '../../profile/wait-kind.ts';
import type {Explanation} from './explanation.ts';

export const lockWaits = {
	mutex: {
		what: 'The goroutine waits for a sync.Mutex that another goroutine holds. The cause stands with the holder: open the site and see who releases late, or who never does.',
		causes: [
			['lock held over I/O', 'copy what is needed, unlock, then call, log or send'],
			['lock order', 'take two locks in the same order everywhere, or put one around both'],
			['a path without Unlock', 'defer mu.Unlock() right behind Lock'],
			[
				'locked twice by one goroutine',
				'split the method: an outer one locks, an inner one expects the lock',
			],
			['one lock for everything', 'a lock per shard or per key, or an atomic copy for readers'],
			[
				'a channel operation inside the section',
				'send and receive outside: the other side may want the lock',
			],
		],
	},
	rwmutex: {
		what: 'The goroutine waits for a sync.RWMutex: a reader for a writer, or a writer for every reader. A waiting writer keeps all new readers out, so one long reader stops everybody.',
		causes: [
			['lock held over I/O', 'copy under RLock, unlock, then call, log or send'],
			['RLock twice in one goroutine', 'a writer between the two stops both: lock once, in the outer method'],
			['a long loop under RLock', 'take a snapshot and walk it outside the section'],
			['a path without RUnlock', 'defer mu.RUnlock() right behind RLock'],
			['lock order', 'take two locks in the same order everywhere'],
		],
	},
	once: {
		what: 'The goroutine waits for the first call of a sync.Once to return. Everybody who comes here stands still until that one initialiser is done.',
		causes: [
			['the initialiser does I/O', 'give it a deadline, or do it at the start of the program'],
			['the initialiser calls itself', 'break the cycle: Do inside its own Do never returns'],
		],
	},
	waitgroup: {
		what: 'The goroutine waits until every worker of a sync.WaitGroup or errgroup has called Done. It is no lock: look at what the workers that are left wait for.',
		causes: [
			['missing Done', 'defer wg.Done() as the first statement of the worker'],
			['Add inside the goroutine', 'call Add before go, or use wg.Go (Go 1.25 and later)'],
			['a worker is stuck itself', 'find the site that this function started and what it waits for'],
			['the waiter should drain a channel', 'receive before or beside Wait, or the workers cannot send'],
		],
	},
	cond: {
		what: 'The goroutine waits in Cond.Wait for a Signal or Broadcast. Waiting workers of a queue stand like this by design.',
		causes: [
			['missing Signal', 'signal on every path that changes the condition'],
			['Signal where many wait', 'Broadcast when more than one may go on, and always on shutdown'],
			['condition not checked in a loop', 'for !ready() { c.Wait() }, with the lock held'],
		],
	},
	semaphore: {
		what: 'The goroutine waits for a permit of a semaphore, so as many as it allows are at work. If they never finish, nobody here goes on.',
		causes: [
			['a path without Release', 'defer sem.Release(n) right behind Acquire'],
			['the holders are stuck', 'see what those with a permit wait for; give it a deadline'],
			['context not passed', "Acquire(ctx, n) with the request's ctx, so that waiters can leave"],
			['more asked for than there is', 'check n against the size: such an Acquire waits for its ctx alone'],
		],
	},
	'fd lock': {
		what: 'The goroutine waits for its turn to read or write one file or connection that another goroutine is using. The lock is inside Go, and no mutex profile shows who holds it.',
		causes: [
			['many writers on one connection', 'one goroutine that writes, fed by a channel'],
			['the peer does not read', 'SetWriteDeadline: one stuck write keeps all others out'],
			['everything logs to one slow pipe', 'buffer the log, or drop lines when it is full'],
		],
	},
	unlock: {
		what: 'This is where a lock was released while others waited for it; the delay is the time that they lost. The cause lies above this line, in what the section does while it holds the lock.',
		causes: [
			['lock held over I/O', 'copy what is needed, unlock, then call, log or send'],
			['too much work in the section', 'encode, sort and allocate outside'],
			['one lock for everything', 'a lock per shard or per key, or an atomic copy for readers'],
			['taken too often', 'gather changes and take the lock once for many'],
		],
	},
	'runtime lock': {
		what: "This is contention on a lock inside Go's own runtime. No locked section of the program causes it, only how much the program asks of the runtime at once.",
		causes: [
			['very many timers or tickers', 'share one ticker; reuse timers'],
			['much allocation on many cores', 'reuse buffers, allocate less in hot loops'],
			['many goroutines start and end', 'a fixed number of workers'],
		],
	},
} as const satisfies {readonly [kind in WaitKind]?: Explanation};
