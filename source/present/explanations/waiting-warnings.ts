import type {DetectorId} from '../../detectors/thresholds.ts';
import type {Explanation} from './explanation.ts';

/** Somebody waits too long, for a lock or for something outside. */
export const waitingWarnings = {
	'mutex-contention': {
		what: 'Goroutines lose much time waiting for locks: 1.5 s/s means that 1.5 of them stand still on average. The line named is where the lock was released late.',
		causes: [
			['lock held over I/O', 'copy what is needed, unlock, then call, log or send'],
			['too much work in the section', 'encode, sort and allocate outside'],
			['one lock for everything', 'a lock per shard or per key'],
			['Go 1.22 or later', 'it counts the time of every waiter; earlier versions that of one'],
		],
	},
	'block-latency': {
		what: 'Sends or locks at one line take long. Receivers, selects and condition variables wait by design and are never judged by this.',
		causes: [
			['a receiver that is too slow', 'run more of them, or drop work when the channel is full'],
			['lock held over I/O', 'copy, unlock, then call'],
			['bursts', 'a buffer as large as a burst'],
		],
	},
	'contention-spike': {
		what: 'One lock delays far more than it used to. Something changed: load, data, or the code behind the lock.',
		causes: [
			['more requests', 'compare with the load'],
			['the data behind the lock grew', 'a loop over all of it under the lock shows now'],
			['a deployment', 'see what is new inside the section'],
		],
	},
	'lock-pileup': {
		what: 'Many goroutines wait for a lock at one line right now. Profiles record a wait when it ends, so a lock that is never released shows here only.',
		causes: [
			['lock held over I/O', 'find the holder; unlock before the call'],
			['a path without Unlock', 'defer mu.Unlock() right behind Lock'],
			['lock order', 'two pile-ups that only grow: take locks in one order everywhere'],
		],
	},
	'stuck-send': {
		what: 'A goroutine has been blocked in a channel send for minutes. Hardly any program means that: whoever should receive has left or is stuck.',
		causes: [
			['early return before the receive', 'receive on every path, or a buffer for every send'],
			['timeout abandons the sender', 'make(chan T, 1)'],
			['the channel is nil', 'make it before the goroutine starts'],
		],
	},
	'stuck-lock': {
		what: 'The same goroutines have waited for a lock for a minute or more, and nothing says that it was released. Everybody who comes here stands still as well.',
		causes: [
			['a path without Unlock', 'defer mu.Unlock() right behind Lock'],
			['lock order', 'take two locks in the same order everywhere'],
			['lock held over I/O', 'find the holder in a dump: its stack shows the call'],
			['a sync.Once that asks for itself', 'follow its stack: take that call out of the initialiser'],
			['a channel operation inside the section', 'the other side may want this lock: move it out'],
		],
	},
	'deadlock-suspected': {
		what: 'Goroutines wait for locks that the others of them seem to hold, or for one that they hold themselves. Go does not record who holds a lock: holders are read from the methods on the stacks.',
		causes: [
			['lock order', 'take the locks in the same order everywhere; write the order down'],
			['locked twice by one goroutine', 'an outer method locks, an inner one expects the lock'],
			['a callback under the lock', 'collect, unlock, then call back'],
		],
	},
	'stuck-wait': {
		what: 'Goroutines have waited a minute or more in a receive, a select, a condition or a WaitGroup. A dump cannot tell a worker that waits for work from one that was forgotten; whoever knows the place can.',
		causes: [
			['idle by design', 'nothing to do: a worker waits until work comes'],
			['missing Done', 'defer wg.Done() as the first statement of the worker'],
			['missing Signal', 'signal on every path, Broadcast on shutdown'],
			['context not passed', "select on the caller's ctx.Done() beside the receive"],
		],
	},
	'io-no-deadline': {
		what: 'Goroutines have waited for the network for a minute or more, and not as idle keep-alive connections. There is no sign of a deadline, so a silent peer can hold them for ever.',
		causes: [
			['client without a timeout', 'http.Client.Timeout, or a ctx with a deadline per call'],
			['server without timeouts', 'ReadTimeout and WriteTimeout on http.Server'],
			['a raw connection', 'SetDeadline before each exchange'],
			['body not closed', 'defer resp.Body.Close(): the connection waits for that'],
		],
	},
	'pool-exhausted': {
		what: 'Goroutines queue for a connection or a permit: all that the pool allows are taken. Usually they are not given back, or the work with them takes too long.',
		causes: [
			['rows not closed', 'defer rows.Close()'],
			['body not closed', 'defer resp.Body.Close()'],
			['transaction left open', 'defer tx.Rollback()'],
			['pool too small for the load', 'raise it as far as the other side allows'],
		],
	},
	'no-context': {
		what: 'Goroutines wait under a call that takes no context, so nobody can call it off. When their request is gone they go on waiting.',
		causes: [
			['db.Query, Exec, Begin', "QueryContext, ExecContext, BeginTx with the request's ctx"],
			['http.Get, http.Post', 'http.NewRequestWithContext and a client with a Timeout'],
			['net.Dial, net.LookupHost', 'Dialer.DialContext, Resolver.LookupHost'],
			['time.Sleep in a handler', 'a timer in a select with ctx.Done()'],
		],
	},
	'sched-latency': {
		what: 'Goroutines that could run wait long for a processor. The program has more to do than its processors can, or is not given them.',
		causes: [
			['CPU limit of the container', 'GOMAXPROCS to match it, or a higher limit'],
			['too much at once', 'bound the work; a CPU profile says where it goes'],
			['noisy neighbours', 'see the CPU steal and throttling of the machine'],
		],
	},
} as const satisfies {readonly [id in DetectorId]?: Explanation};
