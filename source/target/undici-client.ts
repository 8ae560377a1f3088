import type {LookupFunction} from 'node:net';
import type {Dispatcher} from 'undici';
import type {Milliseconds} from '../profile/units.ts';
import type {TlsSettings} from './tls-files.ts';
import {untilStopped} from './until-stopped.ts';

/** One reply, its body not yet read. Its body must be read to the end, left by `break`, or discarded. */
export type HttpReply = {
	readonly status: number;
	/** A header by its lower-case name; the first when there are several. */
	readonly header: (name: string) => string | undefined;
	readonly body: AsyncIterable<Uint8Array>;
	/** Drops the body: read away when small, so that the connection stays usable, else with the connection. */
	readonly discard: () => Promise<void>;
};

/** One keep-alive connection to one origin, made when first needed and again whenever it is lost. */
export type HttpClient = {
	/** Rejects with the error of undici, of the socket or of TLS. */
	readonly get: (
		path: string,
		headers: Readonly<Record<string, string>>,
		signal: AbortSignal,
	) => Promise<HttpReply>;
	/** Whether the connection stands. With a proxy it cannot be seen, and counts as standing. */
	readonly isConnected: () => boolean;
	/** Cuts everything off and waits until the sockets are closed. */
	readonly close: () => Promise<void>;
};

export type HttpClientSettings = {
	readonly origin: string;
	readonly socketPath: string | undefined;
	readonly proxyUri: string | undefined;
	readonly tls: TlsSettings;
	readonly connectTimeoutMilliseconds: Milliseconds;
	/** Instead of the machine's own. */
	readonly lookup?: LookupFunction | undefined;
};

/** Longer than any sensible polling interval, so that each poll finds the connection of the last one. */
const keepAliveMilliseconds = 90_000;
const maxDiscardedBytes = 65_536;

/**
 * The only place that knows undici, which is loaded here and not before: that takes some 45 ms, and the first frame should
 * not wait for it. HTTP/1.1 only: Go's server would offer HTTP/2 over TLS, but one request at a time gains nothing by it.
 */
export const openHttpClient = async (settings: HttpClientSettings): Promise<HttpClient> => {
	const {Client, ProxyAgent, buildConnector} = await import('undici');
	const {origin, socketPath, proxyUri, tls, connectTimeoutMilliseconds, lookup} = settings;
	const options = {
		allowH2: false,
		pipelining: 1,
		keepAliveTimeout: keepAliveMilliseconds,
		connectTimeout: connectTimeoutMilliseconds,
		// Each request brings a signal with its own timeout; a second clock would only speak with another sentence.
		headersTimeout: 0,
		bodyTimeout: 0,
	};
	// Destroying a dispatcher leaves a connection that is still being made to its timeout; the signal ends that one too.
	const closing = new AbortController();
	const connect = {...tls, allowH2: false, timeout: connectTimeoutMilliseconds, signal: closing.signal};
	let isConnected = proxyUri !== undefined;
	let socketError: Error | undefined;
	let dispatcher: Dispatcher;
	if (proxyUri === undefined) {
		const where = {
			...(socketPath === undefined ? {} : {socketPath}),
			...(lookup === undefined ? {} : {lookup}),
		};
		dispatcher = new Client(origin, {
			...options,
			connect: (target, callback) => {
				socketError = undefined;
				// A signal of its own: on one for all of them, Node would keep every socket that was ever made.
				const giveUp = new AbortController();
				const abandon = () => giveUp.abort();
				closing.signal.addEventListener('abort', abandon, {once: true});
				buildConnector({...connect, ...where, signal: giveUp.signal})(target, (...result) => {
					closing.signal.removeEventListener('abort', abandon);
					result[1]?.once('error', error => {
						socketError = error;
					});
					callback(...result);
				});
			},
		});
		dispatcher.on('connect', () => {
			isConnected = true;
		});
		dispatcher.on('disconnect', () => {
			isConnected = false;
		});
	} else {
		dispatcher = new ProxyAgent({
			...options,
			uri: proxyUri,
			requestTls: connect,
			proxyTls: {allowH2: false, timeout: connectTimeoutMilliseconds, signal: closing.signal},
			// Left to itself it makes pools, which open a second connection when the first is about to become free.
			factory: (clientOrigin, clientOptions) => new Client(clientOrigin, {...options, ...clientOptions}),
			// A proxy that takes the CONNECT and stays silent would hold every later request up for undici's five minutes.
			clientFactory: (proxyOrigin, clientOptions) =>
				new Client(proxyOrigin, {...options, ...clientOptions, headersTimeout: connectTimeoutMilliseconds}),
		});
	}
	// undici would derive the name for TLS from a Host header given by the person, over the one asked for.
	const pinned = tls.servername === undefined ? {} : {servername: tls.servername};
	return {
		get: async (path, headers, signal) => {
			const request = dispatcher.request({...pinned, origin, path, method: 'GET', headers, signal});
			// undici heeds a signal only once the connection stands; who waits should not.
			const reply = await untilStopped(request, signal).catch((error: unknown) => {
				throw isNondescript(error) ? (socketError ?? error) : error;
			});
			if (reply === undefined) {
				throw signal.reason;
			}
			const {statusCode, headers: received, body} = reply;
			return {
				status: statusCode,
				header: name => [received[name]].flat()[0],
				body,
				discard: async () => {
					await body.dump({limit: maxDiscardedBytes, signal}).catch(() => undefined);
				},
			};
		},
		isConnected: () => isConnected,
		close: async () => {
			const destroyed = dispatcher.destroy();
			closing.abort();
			await destroyed;
		},
	};
};

/** "Other side closed", under which undici buries the TLS alert that came before: a refused client certificate. */
const isNondescript = (error: unknown): boolean =>
	error instanceof Error && 'code' in error && error.code === 'UND_ERR_SOCKET';
