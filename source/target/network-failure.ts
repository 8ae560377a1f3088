import type {Failure} from '../profile/failure.ts';
import type {Milliseconds} from '../profile/units.ts';
import {formatWait, type Place} from './place.ts';
import {plainText} from './plain-text.ts';
import {tlsFailure} from './tls-failure.ts';

/** How far a request had come when it failed. */
export type Stage = 'connecting' | 'waiting' | 'reading';

/**
 * The failure behind an error of undici, of a socket or of TLS, before any answer came. Told apart by error codes, which
 * are stable (undici's Errors page, errno names); where there is none, by the two messages of undici's ProxyAgent.
 */
export const networkFailure = (error: unknown, place: Place): Failure => {
	const code = errorCode(error);
	const message = error instanceof Error ? error.message : '';
	const atProxy = proxyFailure(code, message, place);
	if (atProxy !== undefined) {
		return atProxy;
	}
	// What undici calls a 100 that nobody waits for, a 101 that nobody asked for, and an answer before any request.
	const isUnasked = code === 'UND_ERR_SOCKET' && /^bad (response|upgrade)$/.test(message);
	if (isUnasked || code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH') {
		const how = isUnasked ? 'an answer that nobody asked for' : 'lengths that contradict each other';
		return {
			kind: 'not-pprof',
			sentence: `${place.shown} breaks the rules of HTTP (${how}): is a proxy in between broken?`,
		};
	}
	if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT') {
		return timeoutFailure('connecting', place.connectTimeoutMilliseconds, place);
	}
	return (
		socketFailure(code, place) ??
		tlsFailure(code, message, place) ??
		byCode(code, place) ?? {
			kind: 'unreachable',
			sentence: `The request to ${place.shown} failed (${plainText(code || message, 60) || 'no reason given'}).`,
		}
	);
};

/** The failure of a request that took longer than allowed, by how far it had come. */
export const timeoutFailure = (stage: Stage, afterMilliseconds: Milliseconds, place: Place): Failure => {
	const wait = formatWait(afterMilliseconds);
	const via = place.proxy === undefined ? '' : ` through the proxy ${place.proxy.shown}`;
	const doubt = place.hasAnswered
		? 'it answered before, so is the network or the VPN down, or its machine?'
		: 'is the host right, and is a firewall in between?';
	const sentences: Record<Stage, string> = {
		connecting: `No connection to ${place.shown}${via} within ${wait}: ${doubt}`,
		waiting: `${place.shown} sent no answer${via} within ${wait}: it is overloaded or stuck; --timeout allows longer.`,
		reading: `${place.shown} began to answer${via} but was not done after ${wait}; --timeout allows longer.`,
	};
	return {kind: 'timed-out', sentence: sentences[stage]};
};

const proxyFailure = (code: string, message: string, place: Place): Failure | undefined => {
	if (place.proxy === undefined) {
		return undefined;
	}
	const {shown, variable} = place.proxy;
	const around = `NO_PROXY=${place.host} goes around it`;
	const status = /Proxy response \((\d{3})\)|Proxy Authentication Required \((407)\)/.exec(message);
	if (status !== null) {
		const number = status[1] ?? status[2];
		return {
			kind: 'proxy',
			sentence:
				number === '407'
					? `The proxy ${shown} wants a password (407): put it into ${variable} (http://user:password@host:port), or ${around}.`
					: `The proxy ${shown} (${variable}) would not connect to ${place.host} (${number}); ${around}.`,
		};
	}
	const fault: Record<string, string> = {
		ECONNREFUSED: 'refuses connections',
		ENOTFOUND: 'has an unknown host name',
		EAI_AGAIN: 'has a host name that cannot be looked up now',
		UND_ERR_CONNECT_TIMEOUT: 'does not answer',
		UND_ERR_HEADERS_TIMEOUT: 'does not answer',
		ETIMEDOUT: 'does not answer',
		EHOSTUNREACH: 'cannot be reached',
		ENETUNREACH: 'cannot be reached',
		UND_ERR_PRX_CONN: 'closed the connection',
		UND_ERR_PRX_TLS: 'failed in its own TLS handshake',
	};
	const known = fault[code];
	return known === undefined
		? undefined
		: {kind: 'proxy', sentence: `The proxy ${shown} (${variable}) ${known}; ${around}.`};
};

const socketFailure = (code: string, place: Place): Failure | undefined => {
	if (place.socketPath === undefined) {
		return undefined;
	}
	const sentences: Record<string, string> = {
		ENOENT: place.hasAnswered
			? `There is no socket ${place.shown} any more: did the process end, or is it restarting?`
			: `There is no socket ${place.shown}: is the process up, and is this the path it listens on?`,
		ECONNREFUSED: `Nobody listens on ${place.shown} any more: the file is a leftover; is the process up?`,
		ENOTSOCK: `${place.shown} is a file, not a socket.`,
		EACCES: `No permission to open ${place.shown}: run goroutop as its owner or in its group.`,
		EPERM: `No permission to open ${place.shown}: run goroutop as its owner or in its group.`,
	};
	const sentence = sentences[code];
	const kind = code === 'ENOENT' || code === 'ECONNREFUSED' ? 'refused' : 'unreachable';
	return sentence === undefined ? undefined : {kind, sentence};
};

const byCode = (code: string, place: Place): Failure | undefined => {
	switch (code) {
		case 'ECONNREFUSED':
			return {
				kind: 'refused',
				sentence: place.hasAnswered
					? `Nothing listens at ${place.shown} any more: did the process end or restart, or the tunnel to it?`
					: `Nothing listens at ${place.shown}: is the process up, and is this its pprof port?`,
			};
		case 'ENOTFOUND':
			return {
				kind: 'dns',
				sentence: place.hasAnswered
					? `The host name ${place.host} is not known any more: did the VPN or the network change, or was it removed?`
					: `The host name ${place.host} is not known here: check its spelling, or the VPN.`,
			};
		case 'EAI_AGAIN':
		case 'EAI_FAIL':
		case 'ENODATA':
			return {
				kind: 'dns',
				sentence: `The host name ${place.host} cannot be looked up now (${code}): check the network.`,
			};
		case 'EHOSTUNREACH':
		case 'ENETUNREACH':
		case 'EHOSTDOWN':
		case 'ENETDOWN':
		case 'EADDRNOTAVAIL':
			return {
				kind: 'unreachable',
				sentence: `There is no way to ${place.shown} from here (${code}): check network and VPN.`,
			};
		case 'UND_ERR_SOCKET':
		case 'ECONNRESET':
		case 'EPIPE':
		case 'ECONNABORTED':
			return {kind: 'reset', sentence: resetSentence(place)};
		case 'EMFILE':
		case 'ENFILE':
			return {
				kind: 'unreachable',
				sentence: `This machine lets goroutop open no more files or connections (${code}): start it with a higher ulimit -n.`,
			};
		case 'UND_ERR_HEADERS_OVERFLOW':
			return {
				kind: 'not-pprof',
				sentence: `${place.shown} answered with more headers than any Go pprof server sends.`,
			};
		default:
			return undefined;
	}
};

const resetSentence = (place: Place): string => {
	const start = `${place.shown} closed the connection without an answer`;
	if (place.hasAnswered) {
		return `${start}: did it crash or restart, or did what is in between (a proxy, a tunnel)?`;
	}
	if (place.scheme === 'http') {
		return `${start}: did it crash or restart, or does it speak TLS (https://)?`;
	}
	return place.hasClientCertificate
		? `${start}: did it crash or restart, or does it not accept the certificate of --cert?`
		: `${start}: did it crash or restart, or does it want a client certificate (--cert, --key)?`;
};

/** errno or undici code of an error; for bytes that are not HTTP `TLS_ALERT` or `PARSER`. */
export const errorCode = (error: unknown): string => {
	if (!(error instanceof Error)) {
		return '';
	}
	if (error.name === 'HTTPParserError') {
		// A TLS record of type alert: what a TLS server says to plain HTTP when it says anything.
		return 'data' in error && String(error.data).startsWith('\u0015\u0003') ? 'TLS_ALERT' : 'PARSER';
	}
	if ('code' in error && typeof error.code === 'string') {
		return error.code;
	}
	// Several addresses of one name, each refused: the first tells enough.
	return error instanceof AggregateError ? errorCode(error.errors[0]) : '';
};
