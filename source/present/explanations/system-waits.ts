import type {WaitKind} from '../../profile/wait-kind.ts';
import type {Explanation} from './explanation.ts';

export const systemWaits = {
	accept: {
		what: 'The goroutine waits for the next connection at a listener. One for each listener is as it should be.',
		causes: [['listeners opened again and again', 'open once; close it when its server stops']],
	},
	'net read': {
		what: 'The goroutine waits for bytes from the other side of a connection. Idle keep-alive connections stand like this by design; a read inside a request that waits for minutes has no deadline.',
		causes: [
			['no deadline', 'http.Client.Timeout, a context with a deadline, or SetReadDeadline'],
			['body not closed', 'defer resp.Body.Close(), after reading it to the end'],
			['idle connections of a server', 'IdleTimeout and ReadHeaderTimeout on http.Server'],
			['a new client for every request', 'share one http.Client, so that connections are used again'],
			['the other side is slow or gone', 'see its own health; keep TCP keep-alive on'],
		],
	},
	'net write': {
		what: 'The goroutine waits until the other side of a connection takes more bytes. A peer that stopped reading holds it for ever unless there is a deadline.',
		causes: [
			['no deadline', 'SetWriteDeadline, or WriteTimeout on http.Server'],
			['the peer is slow or stopped reading', 'send less, compress, or close peers that fall behind'],
		],
	},
	connect: {
		what: 'The goroutine dials and waits for the connection to stand. An address that swallows packets answers after minutes, or never.',
		causes: [
			['no dial timeout', 'net.Dialer{Timeout: 5 * time.Second}, or DialContext with a deadline'],
			['wrong or unreachable address', 'try it from this machine; look at firewalls and service discovery'],
			['too many dials at once', 'MaxConnsPerHost, or a pool with a limit'],
		],
	},
	dns: {
		what: 'The goroutine waits for a host name to be looked up. With the C library as resolver each lookup also holds an operating-system thread.',
		causes: [
			['the name server is slow', 'query it from this machine; a cache on the node helps'],
			['no deadline', 'Resolver.LookupHost with a context that has one'],
			['a lookup for each request', 'keep connections alive; share one http.Client'],
			['search domains', 'end the name with a dot: it is then asked for once'],
		],
	},
	file: {
		what: 'The goroutine waits for a file, a pipe or a terminal. A full pipe whose reader is gone or stuck holds every writer.',
		causes: [
			['the other end of a pipe is stuck', 'find the process that should read or write there'],
			['logs to a pipe that nobody drains', 'buffer them, or drop lines when the buffer is full'],
			['a slow or remote disk', 'limit how many work on it at once'],
		],
	},
	syscall: {
		what: 'The goroutine is inside a system call, and an operating-system thread with it. Many of these at once make many threads.',
		causes: [
			['blocking calls without a limit', 'a semaphore around them'],
			['a slow or remote disk', 'see what it is busy with; put a limit on parallel work'],
			[
				'a descriptor that cannot be polled',
				'os.NewFile on a non-blocking descriptor lets Go wait without a thread',
			],
		],
	},
	'child process': {
		what: 'The goroutine waits for a child process to end, or for its output to be closed. A grandchild that inherited the pipes keeps it waiting after the child is gone.',
		causes: [
			['no deadline', 'exec.CommandContext with a context that ends'],
			['a grandchild holds the pipes', 'set Cmd.WaitDelay, or end the whole process group'],
			['output that nobody reads', 'read StdoutPipe to its end before Wait'],
		],
	},
	cgo: {
		what: 'The goroutine is inside C code, and an operating-system thread with it. Go can neither interrupt it nor see what it waits for.',
		causes: [
			['a blocking library call', "use the library's own timeout"],
			['calls without a limit', 'a semaphore around them'],
		],
	},
	'gc assist': {
		what: 'The goroutine wants to allocate and must first help the collector, because the program allocates faster than it collects. It is memory pressure, not a lock.',
		causes: [
			['much garbage in a hot path', 'reuse buffers; see the heap view and an allocation profile'],
			['GOGC or GOMEMLIMIT too low', 'raise them, if the machine has the memory'],
		],
	},
	'gc wait': {
		what: 'The goroutine called runtime.GC and waits for a whole collection. Each such call works through all of the live heap.',
		causes: [['explicit runtime.GC()', 'remove it: the collector runs by itself']],
	},
	running: {
		what: 'The goroutine runs, or could run if a processor were free. Many of these mean more work than processors.',
		causes: [
			['work without a limit', 'a fixed number of workers, about GOMAXPROCS for pure computing'],
			['a busy loop', 'wait on a channel or a timer; a CPU profile names the line'],
			['fewer CPUs than GOMAXPROCS', 'match GOMAXPROCS to the container limit (Go 1.25 and later do)'],
		],
	},
} as const satisfies {readonly [kind in WaitKind]?: Explanation};
