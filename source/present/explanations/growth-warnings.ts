import type {DetectorId} from '../../detectors/thresholds.ts';
import type {Explanation} from './explanation.ts';

/** Too many of something, or more and more of it. */
export const growthWarnings = {
	'goroutine-count': {
		what: 'There are very many goroutines, whatever they do. So many are a cost in memory and scheduling even when each is meant.',
		causes: [
			['a leak', 'see whether one site has most of them, and what it waits for'],
			['one goroutine per item of work', 'a fixed number of workers, fed by a channel'],
			['so many are normal here', 'raise it: --set goroutine-count.warningCount=…'],
		],
	},
	'goroutine-growth': {
		what: 'The floor rises: even in its quietest moments the process has more goroutines than before. Bursts and warm-ups do not count, so what is left hardly goes away by itself.',
		causes: [
			['a leak at one place', 'open the named site: who should receive, unlock, cancel or close there?'],
			['connections or clients that add up', 'idle timeouts; close what is opened; share clients'],
			['a loop that nobody ends', 'a case on ctx.Done(); a stopped ticker does not close its channel'],
			['a queue that is filled too fast', 'more receivers, or refuse work while it is full'],
			['load that rises', 'compare with the requests per second; limit work under way'],
		],
	},
	'site-growth': {
		what: 'Goroutines arrive at one line and do not leave, even in the quietest moments. This is how a leak looks.',
		causes: [
			['early return before the receive', 'give the channel room for every send, or receive on every path'],
			['range over a channel never closed', 'defer close(ch) in the sender'],
			['context not passed', "hand the caller's ctx down and select on ctx.Done()"],
			['missing Done', 'defer wg.Done() as the first statement of the worker'],
			['body, rows or ticker left open', 'defer Close or Stop right where it was opened'],
		],
	},
	'leak-confirmed': {
		what: 'The runtime itself found goroutines that are blocked on something nothing can reach any more. They can never go on, and it accuses nobody wrongly.',
		causes: [
			['early return before the receive', 'receive on every path, or a buffer for every send'],
			['range over a channel never closed', 'defer close(ch) in the sender'],
			['Stop or Close never called', 'call it with defer where the thing was made'],
		],
	},
	'leak-suspected': {
		what: 'A dump shows goroutines that stood still for long, and their creators are gone or they are blocked sending. A pool of idle workers can look alike; a second dump, or the leak profile of Go 1.27, settles it.',
		causes: [
			['timeout abandons the sender', 'make(chan T, 1), or select with ctx.Done()'],
			['early return before the receive', 'receive on every path'],
			['context not passed', 'let the goroutine end with the one that started it'],
		],
	},
	'timer-growth': {
		what: 'More and more goroutines sleep, or more and more timers exist. Before Go 1.23 a timer that is not stopped lives until it fires, a ticker for ever.',
		causes: [
			['ticker not stopped', 'defer t.Stop()'],
			['time.After in a loop', 'one time.NewTimer, Reset for each round'],
			['retries that outlive their request', 'a timer in a select with ctx.Done()'],
		],
	},
	'thread-growth': {
		what: 'The process has many operating-system threads, or ever more of them. Go starts one whenever a system call or C code blocks, and does not end it.',
		causes: [
			['blocking system calls or cgo', 'a semaphore around them'],
			['lookups through the C library', 'GODEBUG=netdns=go, or fewer lookups'],
			['LockOSThread', 'let the goroutine unlock, or end'],
		],
	},
	'handler-pileup': {
		what: 'Requests stand still inside handlers: more come in than leave, or many wait at one place. Clients give up and try again, which makes it worse.',
		causes: [
			['a slow dependency', 'the waits say which; a deadline for each call'],
			['context not passed', 'r.Context() to every call: it ends when the client leaves'],
			['a pool used up', 'close rows and bodies; then size the pool'],
			['a lock held over I/O', 'copy, unlock, then call'],
			['no limit on requests', 'refuse early when too many are under way'],
		],
	},
	'heap-growth': {
		what: 'The live heap rises: after each collection more is left than after the one before. Something keeps what it no longer needs.',
		causes: [
			['a map or cache without an end', 'a limit and an eviction'],
			['leaked goroutines', 'each keeps all it can reach: see the Sites view'],
			['a slice of a large array kept', 'copy what is needed'],
		],
	},
	'heap-limit': {
		what: 'The heap is larger than the limit you set for this warning. Near the limit of the container the process is killed without a word.',
		causes: [
			['a leak', 'see which allocation site grows'],
			['the limit is too near', 'raise it, or set GOMEMLIMIT so that the collector works harder'],
		],
	},
} as const satisfies {readonly [id in DetectorId]?: Explanation};
