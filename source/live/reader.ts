import type {Failure} from '../profile/failure.ts';
import type {Count, Milliseconds} from '../profile/units.ts';
import type {Target, TargetReply} from '../target/target.ts';
import {untilStopped} from '../target/until-stopped.ts';
import type {Decoder} from './decoder.ts';
import type {EndpointDigest, OwnRoot} from './digest.ts';
import type {Endpoint} from './endpoint.ts';
import {createLane} from './lane.ts';

export type Reading =
	| {
			readonly ok: true;
			readonly digest: EndpointDigest;
			readonly skipped: Count;
			readonly elapsedMilliseconds: Milliseconds;
	  }
	| {readonly ok: false; readonly failure: Failure};

/** What to do around the request itself, which may have to wait for its turn. */
export type ReadingSteps = {
	/** Asked when its turn has come; when not, there is no reading. */
	readonly mayStart: () => boolean;
	readonly onStart: () => void;
	/** Called before the turn of the next begins. */
	readonly onReply: (reply: TargetReply) => void;
	readonly ownRoot: () => OwnRoot | undefined;
};

export type Reader = (
	endpoint: Endpoint,
	timeoutMilliseconds: Milliseconds,
	steps: ReadingSteps,
) => Promise<Reading | undefined>;

/**
 * Reads endpoints of a target: one request at a time, the heartbeat before the others, and each body digested while the
 * next request is under way. Comes to nothing (undefined) once `signal` has fired.
 */
export function createReader(target: Target, decoder: Decoder, signal: AbortSignal): Reader {
	const lane = createLane();
	let hasReadIndex = false;

	return async ({name, path, maxBytes, tailBytes}, timeoutMilliseconds, steps) => {
		const leave = await lane.enter(name === 'index');
		let reply: TargetReply;
		try {
			if (signal.aborted || !steps.mayStart()) {
				return undefined;
			}

			steps.onStart();
			reply = await target.fetch({path, maxBytes, tailBytes, timeoutMilliseconds, signal});
			if (signal.aborted) {
				return undefined;
			}

			steps.onReply(reply);
		} finally {
			leave();
		}

		if (!reply.ok) {
			return reply;
		}

		const {bytes, elapsedMilliseconds} = reply;
		const digested = await untilStopped(
			decoder.digest({kind: name, bytes, ownRoot: steps.ownRoot()}),
			signal,
		);
		if (digested?.ok === true) {
			// What is asked for by the name of an endpoint comes back as that.
			const digest = digested.value as EndpointDigest;
			hasReadIndex ||= name === 'index';
			return {ok: true, digest, skipped: digested.skipped, elapsedMilliseconds};
		}

		if (digested === undefined) {
			return undefined;
		}

		const reason = target.withoutSecrets?.(digested.reason) ?? digested.reason;
		return {ok: false, failure: unreadable(target.address, name, reason, hasReadIndex)};
	};
}

function unreadable(address: string, name: Endpoint['name'], reason: string, hasReadIndex: boolean): Failure {
	const remedy = hasReadIndex
		? 'has a login, a proxy or another program come in between?'
		: 'give the address at which net/http/pprof listens.';
	return name === 'index'
		? {
				kind: 'not-pprof',
				sentence: `${address} is ${reason}: ${remedy}`,
			}
		: {
				kind: 'not-a-profile',
				sentence: `What ${address} sent as its ${names[name] ?? `${name} profile`} is ${reason}.`,
			};
}

/** What is not called as we call it. */
const names: {readonly [name in Endpoint['name']]?: string} = {
	dump: 'dump of all goroutines',
	leaks: 'goroutineleak profile',
	'heap-profile': 'heap profile',
};
