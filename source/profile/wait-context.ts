import type {Frame, Stack} from './frame.ts';

/** What kind of thing outside of the goroutine a wait is for. */
export type DependencyKind =
	| 'database pool'
	| 'database'
	| 'http connection pool'
	| 'http response'
	| 'http body'
	| 'http server'
	| 'redis pool'
	| 'redis'
	| 'mongo pool'
	| 'mongo'
	| 'grpc'
	| 'kafka'
	| 'nats'
	| 'semaphore'
	| 'singleflight'
	| 'errgroup'
	| 'rate limiter'
	| 'dns'
	| 'dial'
	| 'tls handshake'
	| 'network'
	| 'pipe'
	| 'file'
	| 'child process'
	| 'cgo';

/** Kinds in which a goroutine waits for its turn at something of which there is a limited number. */
export const poolKinds: ReadonlySet<DependencyKind> = new Set([
	'database pool',
	'http connection pool',
	'redis pool',
	'mongo pool',
	'semaphore',
]);

/** `name` is what people call it (`database/sql pool`, `pgx pool`); `frame` is the library function that gave it away. */
export type Dependency = {readonly kind: DependencyKind; readonly name: string; readonly frame: Frame};

/** What the frames further up say about a wait. */
export type WaitContext = {
	readonly dependency: Dependency | undefined;
	/** The person's function that serves a request, under net/http's server or gRPC's. */
	readonly handler: Frame | undefined;
	/** A call on the way that takes no context and so cannot be cancelled: `database/sql.(*DB).Query`, `net/http.Get`. */
	readonly contextFree: Frame | undefined;
	/**
	 * It waits by design, for as long as nothing happens: keep-alive connections, accept loops, connection openers, a
	 * library's or a program's dedicated reading loop, signal.Notify, the runtime's own.
	 */
	readonly isIdle: boolean;
};

/** Reads the stack of a goroutine profile, of a block profile or of a dump, innermost call first. */
export function waitContextOf(_stack: Stack, _ownRoot: string | undefined): WaitContext {
	return {dependency: undefined, handler: undefined, contextFree: undefined, isIdle: false};
}
