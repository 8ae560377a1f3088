import type {UnixMilliseconds} from './units.ts';

/** Why a request to the target brought nothing usable. Expected outcomes, never exceptions. */
export type FailureKind =
	| 'refused'
	| 'timed-out'
	| 'dns'
	| 'tls'
	| 'unreachable'
	| 'reset'
	| 'unauthorized'
	| 'forbidden'
	| 'no-such-profile'
	| 'not-found'
	| 'not-pprof'
	| 'redirected-away'
	| 'redirect-loop'
	| 'busy'
	| 'server-error'
	| 'truncated'
	| 'not-gzip'
	| 'not-a-profile'
	| 'too-large'
	| 'proxy'
	| 'cancelled';

/**
 * `sentence` tells the person what happened, to what, and what to do next, in one line. It never contains a secret:
 * no header values, no passwords, no query strings with tokens. `retryAfter` is when the target asked to be asked again.
 */
export type Failure = {
	readonly kind: FailureKind;
	readonly sentence: string;
	readonly retryAtUnixMilliseconds?: UnixMilliseconds;
};
