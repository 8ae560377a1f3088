import type {LookupFunction} from 'node:net';
import {setImmediate as immediate} from 'node:timers/promises';
import {type Milliseconds, maxTimerMilliseconds, type UnixMilliseconds} from '../profile/units.ts';
import {loadAuthorization} from './authorization.ts';
import type {Connection} from './connection.ts';
import {hideSecrets} from './hide-secrets.ts';
import {exchange, type HttpParty} from './http-exchange.ts';
import {timeoutFailure} from './network-failure.ts';
import type {Place} from './place.ts';
import {chooseProxy, type Environment} from './proxy-choice.ts';
import {openRenewingClient} from './renewing-client.ts';
import {requestHeaders} from './request-headers.ts';
import type {Target, TargetReply, TargetRequest} from './target.ts';
import {loadTls} from './tls-files.ts';
import {createTurns} from './turns.ts';
import {openHttpClient} from './undici-client.ts';

/** What a target takes from the process around it; all have the obvious defaults. */
export type Surroundings = {
	readonly now?: () => UnixMilliseconds;
	/** A clock that never jumps, for elapsed times. */
	readonly monotonic?: () => Milliseconds;
	/** For HTTP_PROXY, HTTPS_PROXY, NO_PROXY and credentials kept in a variable. */
	readonly environment?: Environment;
	/** What turns host names into addresses, for every new connection. */
	readonly lookup?: LookupFunction;
};

export type OpenedTarget =
	| {readonly ok: true; readonly target: Target}
	| {readonly ok: false; readonly sentence: string};

/**
 * A target over HTTP: TCP, TLS or a unix socket. Reads every file the connection names; what is wrong with them is the
 * sentence. Nothing is sent before the first `fetch`.
 *
 * Requests go out one at a time over one connection, in the order of asking; the timeout and the elapsed time of each
 * begin with its turn, so that a slow profile does not make the ones behind it fail.
 */
export const openHttpTarget = async (
	connection: Connection,
	surroundings: Surroundings = {},
): Promise<OpenedTarget> => {
	const {
		now = () => Date.now(),
		monotonic = () => performance.now(),
		environment = process.env,
		lookup,
	} = surroundings;
	const {address, connectTimeoutMilliseconds} = connection;
	const chosen = chooseProxy(address, environment);
	if (!chosen.ok) {
		return chosen;
	}
	const tls = await loadTls(connection);
	if (!tls.ok) {
		return tls;
	}
	const authorized = await loadAuthorization(connection, environment);
	if (!authorized.ok) {
		return authorized;
	}
	const composed = requestHeaders(connection);
	if (!composed.ok) {
		return composed;
	}
	const {authorization} = authorized;
	const {origin, socketPath} = address;
	const client = await openRenewingClient(connection, tls.settings, settings =>
		openHttpClient({
			origin,
			socketPath,
			proxyUri: chosen.proxy?.uri,
			tls: settings,
			connectTimeoutMilliseconds,
			lookup,
		}),
	);
	const url = new URL(origin);
	const place: Place = {
		shown: address.shown,
		scheme: url.protocol === 'https:' ? 'https' : 'http',
		host: url.hostname,
		basePath: address.basePath,
		socketPath,
		proxy: chosen.proxy,
		credentials: authorization.given,
		hasClientCertificate: connection.certificateFile !== undefined,
		hasOwnAuthorities: connection.caFiles.length > 0,
		connectTimeoutMilliseconds,
	};
	// The last word of each part: the token behind `Bearer`, the values of the cookies.
	const ownSecrets = connection.headers.flatMap(({value}) => [
		value.trim(),
		...value.split(/[;,]/).flatMap(part => /[^\s=]+=*$/.exec(part.trim())?.[0] ?? []),
	]);
	const secrets = () => [...authorization.secrets(), ...ownSecrets];
	const party: HttpParty = {client, origin, place, headers: composed.headers, authorization, secrets, now};
	return {ok: true, target: createTarget(party, monotonic)};
};

/** Two rounds of the event loop: the first may have had its turn at the sockets already. */
const whatIsThereIsRead = async (): Promise<void> => {
	await immediate();
	await immediate();
};

const createTarget = (party: HttpParty, monotonic: () => Milliseconds): Target => {
	const {client} = party;
	let {place} = party;
	const closing = new AbortController();
	const takeTurn = createTurns();

	const fetch = async (request: TargetRequest): Promise<TargetReply> => {
		const {path, maxBytes, tailBytes, timeoutMilliseconds} = request;
		const stop = new AbortController();
		const cancel = () => stop.abort();
		const sources = [request.signal, closing.signal];
		for (const source of sources) {
			source.addEventListener('abort', cancel, {once: true});
		}
		if (sources.some(source => source.aborted)) {
			cancel();
		}
		const endTurn = await takeTurn(stop.signal);
		const startMilliseconds = monotonic();
		let timedOut = false;
		let hasAnswer = false;
		const timer = setTimeout(
			() => {
				timedOut = true;
				cancel();
			},
			Math.min(timeoutMilliseconds, maxTimerMilliseconds),
		);
		try {
			const onAnswer = () => {
				hasAnswer = true;
			};
			const exchanged =
				endTurn === undefined
					? undefined
					: await exchange({...party, place}, {path, maxBytes, tailBytes, signal: stop.signal, onAnswer});
			const elapsedMilliseconds = monotonic() - startMilliseconds;
			if (exchanged?.ok) {
				place = {...place, hasAnswered: true};
			}
			if (exchanged !== undefined && (exchanged.ok || !stop.signal.aborted)) {
				return {...exchanged, elapsedMilliseconds};
			}
			if (timedOut) {
				const stage = hasAnswer ? 'reading' : client.isConnected() ? 'waiting' : 'connecting';
				return {ok: false, failure: timeoutFailure(stage, timeoutMilliseconds, place), elapsedMilliseconds};
			}
			const sentence = `The request to ${place.shown} was cancelled.`;
			return {ok: false, failure: {kind: 'cancelled', sentence}, elapsedMilliseconds};
		} finally {
			clearTimeout(timer);
			for (const source of sources) {
				source.removeEventListener('abort', cancel);
			}
			// What follows a body unasked would pass for the answer to the next request, were that one under way already.
			await whatIsThereIsRead();
			endTurn?.();
		}
	};

	return {
		address: place.shown,
		withoutSecrets: text => hideSecrets(text, party.secrets()),
		fetch,
		close: async () => {
			closing.abort();
			await client.close();
		},
	};
};
