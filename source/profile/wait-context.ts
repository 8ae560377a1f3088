import {serviceOf} from './client-library.ts';
import type {Frame, Stack} from './frame.ts';
import type {FrameMeaning} from './frame-meaning.ts';
import {isIdle} from './idle.ts';
import {type InnerFrames, readInnerFrames} from './inner-frames.ts';
import {handlerOf} from './request-handler.ts';

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
export function waitContextOf(stack: Stack, ownRoot: string | undefined): WaitContext {
	const inner = readInnerFrames(stack, ownRoot);
	const handler = handlerOf(stack, ownRoot);
	const idle = isIdle(stack, inner, handler !== undefined, ownRoot);
	// What idles on a plain connection, or inside database/sql, waits for nothing in particular.
	const isForNothing = idle && (inner.dependency?.rule.weight ?? 0) <= 2;
	return {
		dependency: isForNothing ? undefined : dependencyOf(inner),
		handler,
		// A sleep is nobody's business but a request's.
		contextFree: inner.contextFree ?? (handler === undefined ? undefined : inner.sleep),
		isIdle: idle,
	};
}

function dependencyOf({dependency, isLocked, meanings}: InnerFrames): Dependency | undefined {
	// Whoever waits for a lock inside a library waits for another goroutine, not for what is behind the library.
	if (dependency === undefined || isLocked) {
		return undefined;
	}

	const {kind, name} = dependency.rule;
	const service = servicesBehind.has(kind) ? serviceBehind(meanings) : undefined;
	return {kind, name: service === undefined ? name : `${name} (${service})`, frame: dependency.frame};
}

const servicesBehind: ReadonlySet<DependencyKind> = new Set([
	'http connection pool',
	'http response',
	'http body',
	'grpc',
]);

/** The outermost library between the request and the person's code knows best what the request is for. */
function serviceBehind(meanings: readonly FrameMeaning[]): string | undefined {
	for (let index = meanings.length - 1; index >= 0; index--) {
		const service = serviceOf(meanings[index]?.path ?? '');
		if (service !== undefined) {
			return service;
		}
	}

	return undefined;
}
