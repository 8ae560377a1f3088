import type {DependencyKind} from '../../profile/wait-context.ts';
import type {Explanation} from './explanation.ts';

const noDeadline = (fix: string) => ['no deadline', fix] as const;

/** What a wait is for, by the kind of thing outside of the goroutine. */
export const dependencies: {readonly [kind in DependencyKind]: Explanation} = {
	'database pool': {
		what: 'The goroutine waits for a free connection of a database pool: all that SetMaxOpenConns allows are in use. The database itself may be idle meanwhile.',
		causes: [
			['rows not closed', 'defer rows.Close(); check rows.Err(): each forgotten one keeps a connection'],
			['a transaction left open', 'defer tx.Rollback() right behind Begin'],
			[
				'a query inside a transaction on db',
				'use tx inside: db needs a second connection and may wait for itself',
			],
			['slow queries', 'give them a context with a deadline; see the waits for the database'],
			['the pool is too small', 'raise SetMaxOpenConns, as far as the database allows'],
		],
	},
	database: {
		what: 'The goroutine has a connection and waits for the database to answer. Slow queries and locks in the database look alike from here.',
		causes: [
			['a slow query', "the database's own list of running queries; an index"],
			['a lock in the database', 'its list of locks; shorter transactions'],
			['context not passed', "QueryContext and ExecContext with the request's ctx"],
		],
	},
	'http connection pool': {
		what: 'The goroutine waits for a connection to make an HTTP request: it is being dialled, or MaxConnsPerHost is reached. Requests that do not finish keep theirs.',
		causes: [
			['body not closed', 'defer resp.Body.Close(): the connection stays taken until then'],
			['body not read to the end', 'io.Copy(io.Discard, resp.Body), or it cannot be used again'],
			['MaxConnsPerHost too low', 'raise it; raise MaxIdleConnsPerHost (2 by default) with it'],
			['the server is slow', 'see the waits for an HTTP response'],
		],
	},
	'http response': {
		what: 'The goroutine sent an HTTP request and waits for the answer to begin. The other service decides how long that takes, unless there is a deadline.',
		causes: [
			noDeadline('http.Client.Timeout; http.DefaultClient and http.Get have none'),
			['context not passed', 'http.NewRequestWithContext with the ctx of the request being served'],
			['the other service is slow', 'look there; limit the calls under way and give up early'],
		],
	},
	'http body': {
		what: 'The goroutine reads the body of an HTTP message and waits for more of it. A peer that sends slowly, or never ends, holds it.',
		causes: [
			noDeadline('http.Client.Timeout covers the body; on a server, ReadTimeout'),
			['a stream that never ends', 'read it with a context that is cancelled'],
		],
	},
	'http server': {
		what: 'The goroutine serves an HTTP connection and waits for its client. Between requests that is a keep-alive connection and no trouble.',
		causes: [
			['clients that stay', 'IdleTimeout on http.Server'],
			['clients that send or read slowly', 'ReadHeaderTimeout, ReadTimeout and WriteTimeout'],
		],
	},
	'redis pool': {
		what: 'The goroutine waits for a free connection of a Redis client pool. All connections are in use, or they were not given back.',
		causes: [
			['connection or pipeline not closed', 'defer conn.Close(); close PubSub and Tx'],
			['the pool is too small', 'raise PoolSize; set PoolTimeout'],
			['slow commands', 'SLOWLOG on the server; no KEYS, no huge ranges'],
		],
	},
	redis: {
		what: 'The goroutine waits for Redis to answer. Blocking commands such as BLPOP wait by design.',
		causes: [
			['slow commands', 'SLOWLOG on the server: one slow command stops all others'],
			noDeadline('set ReadTimeout and pass ctx'),
		],
	},
	'mongo pool': {
		what: 'The goroutine waits for a connection of the MongoDB driver: maxPoolSize are in use, or new ones are being made. Open cursors and sessions may keep theirs.',
		causes: [
			['cursor not closed', 'defer cursor.Close(ctx)'],
			['slow queries', "a deadline in ctx; the server's profiler"],
			['the pool is too small', 'raise maxPoolSize'],
		],
	},
	mongo: {
		what: 'The goroutine waits for MongoDB to answer. Change streams and tailable cursors wait by design.',
		causes: [
			['a slow query', "the server's profiler; an index"],
			['context not passed', "a ctx with a deadline, or the client's Timeout"],
		],
	},
	grpc: {
		what: 'The goroutine waits in gRPC for the other side: a call for its answer, a stream for its next message. Streams wait by design for as long as they are open.',
		causes: [
			noDeadline('a ctx with a timeout for every call: gRPC has none by default'),
			['a stream never ended', 'cancel its ctx, or receive until an error comes'],
			['WaitForReady without a deadline', 'a deadline, or fail at once'],
		],
	},
	kafka: {
		what: 'The goroutine waits for Kafka: a consumer for messages, a producer for acknowledgements. Consumers wait by design.',
		causes: [
			['brokers slow or away', "see the client's errors and the health of the brokers"],
			['errors and successes not read', 'drain both channels of an asynchronous producer'],
			['consumer not closed', 'Close on shutdown and at each rebalance'],
		],
	},
	nats: {
		what: 'The goroutine waits for NATS: a subscriber for messages, a request for its answer. Subscribers wait by design.',
		causes: [
			['nobody answers the request', 'RequestWithContext with a deadline'],
			['subscription not ended', 'Unsubscribe or Drain'],
		],
	},
	semaphore: {
		what: 'The goroutine waits for its turn at something that only so many may use at once. As many as that are at work now, or never gave their turn back.',
		causes: [
			['a path without Release', 'defer it right behind Acquire'],
			['the holders are slow', 'see what those with a permit wait for'],
			['context not passed', "Acquire with the request's ctx"],
		],
	},
	singleflight: {
		what: 'The goroutine waits for another one that already makes the same call, to share its result. If that one call is slow, all of these are.',
		causes: [
			['the shared call has no deadline', 'a timeout inside the function'],
			['waiters cannot leave', 'DoChan in a select with ctx.Done()'],
		],
	},
	errgroup: {
		what: 'The goroutine waits for the others of an errgroup: for all of them in Wait, or for a free place in Go. One that is stuck keeps the whole group.',
		causes: [
			['a member ignores its ctx', 'use the ctx that errgroup.WithContext returned'],
			['SetLimit and a member that calls Go', 'start from outside the group: the inner Go waits for itself'],
		],
	},
	'rate limiter': {
		what: 'The goroutine waits until a rate limiter lets it pass. It is held back on purpose; a queue that grows means more work than the limit allows.',
		causes: [
			['more work than the limit', 'raise it, or refuse early with Allow'],
			['context not passed', "Wait with the request's ctx: it fails at once when the deadline is too near"],
		],
	},
	dns: {
		what: 'The goroutine waits for a host name to be looked up. Everything that dials waits behind it.',
		causes: [
			['the name server is slow', 'query it from this machine; a cache on the node helps'],
			['a lookup for each request', 'keep connections alive; share one client'],
		],
	},
	dial: {
		what: 'The goroutine makes a new connection and waits for it to stand. Many of these mean that connections are not used again, or that the other side is away.',
		causes: [
			['no dial timeout', 'net.Dialer{Timeout: ...} or DialContext with a deadline'],
			['connections not used again', 'share one client; read and close bodies; raise MaxIdleConnsPerHost'],
		],
	},
	'tls handshake': {
		what: 'The goroutine waits for the other side during a TLS handshake. It costs both sides time and CPU, once for each new connection.',
		causes: [
			['no handshake timeout', 'TLSHandshakeTimeout on the transport, or HandshakeContext'],
			['connections not used again', 'keep-alive; one shared client'],
		],
	},
	network: {
		what: 'The goroutine reads from or writes to a connection, and no library says what for. The other side decides how long it takes, unless there is a deadline.',
		causes: [noDeadline('SetDeadline, or a context that closes the connection')],
	},
	pipe: {
		what: 'The goroutine waits at an in-memory pipe (io.Pipe) for its other end. Each write waits until it was read as a whole.',
		causes: [
			['the reader left early', 'reader.CloseWithError(err) on every path'],
			['the writer never closed', 'defer writer.Close(), or CloseWithError'],
		],
	},
	file: {
		what: 'The goroutine waits for a file, a terminal or a pipe of the system. A disk that is slow or full shows here.',
		causes: [
			['a slow or remote disk', 'limit how many work on it at once'],
			['a pipe that nobody drains', 'find the process at its other end'],
		],
	},
	'child process': {
		what: 'The goroutine waits for a child process to end. A grandchild that inherited its pipes keeps it waiting longer.',
		causes: [noDeadline('exec.CommandContext'), ['a grandchild holds the pipes', 'set Cmd.WaitDelay']],
	},
	cgo: {
		what: 'The goroutine waits inside a C library, and an operating-system thread with it. Go cannot see for what.',
		causes: [['a blocking library call', "the library's own timeout, and a limit on calls at once"]],
	},
};
