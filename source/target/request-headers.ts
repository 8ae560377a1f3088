import type {Connection} from './connection.ts';
import {plainText} from './plain-text.ts';

export type RequestHeaders =
	| {readonly ok: true; readonly headers: Readonly<Record<string, string>>}
	| {readonly ok: false; readonly sentence: string};

/** They steer the connection or the framing: another value would break it. Proxy credentials belong to the proxy's URL. */
const reserved = new Set([
	'connection',
	'content-length',
	'expect',
	'keep-alive',
	'proxy-authorization',
	'te',
	'trailer',
	'transfer-encoding',
	'upgrade',
]);

/**
 * The headers of every request: ours, and the person's on top (names in lower case). `identity` because pprof compresses
 * by itself, and a compressing proxy would only cost both sides time.
 */
export const requestHeaders = (connection: Connection): RequestHeaders => {
	const headers: Record<string, string> = {
		accept: '*/*',
		'accept-encoding': 'identity',
		'user-agent': `goroutop/${connection.version}`,
	};
	for (const {name, value} of connection.headers) {
		const lower = name.trim().toLowerCase();
		const shown = plainText(name, 40);
		if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(lower)) {
			return {ok: false, sentence: `--header "${shown}" is not a header name: write it as 'Name: value'.`};
		}
		if (reserved.has(lower)) {
			return {ok: false, sentence: `--header ${shown} cannot be set: it belongs to the connection itself.`};
		}
		if (/[^\t\x20-\x7e\x80-\xff]/.test(value)) {
			return {ok: false, sentence: `The value of --header ${shown} has characters that no header may hold.`};
		}
		headers[lower] = value.trim();
	}
	return {ok: true, headers};
};
