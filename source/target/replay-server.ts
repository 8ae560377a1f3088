import {once} from 'node:events';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import {setTimeout as wait} from 'node:timers/promises';
import {promisify} from 'node:util';
import {constants, gzip} from 'node:zlib';
import type {Milliseconds, UnixMilliseconds} from '../profile/units.ts';
import type {RecordedReply, Recording} from './recording.ts';
import {openTape} from './tape.ts';

const compress = promisify(gzip);

export type ReplayOptions = {
	readonly recording: Recording;
	/** 0, the default, takes any free port. */
	readonly port?: number;
	/** A loopback address unless said otherwise: there is no reason to serve a recording to others. */
	readonly host?: string;
	/** The recording begins when the server starts, and begins again at its end. `Date.now` by default. */
	readonly now?: () => UnixMilliseconds;
	/** Resolves after so long, rejects when aborted; for `?seconds=N`. */
	readonly pause?: (milliseconds: Milliseconds, signal: AbortSignal) => Promise<void>;
};

export type ReplayServer = {
	/** `127.0.0.1:6060`. */
	readonly address: string;
	/** Ends every connection and settles when all are gone. */
	readonly close: () => Promise<void>;
};

const base = '/debug/pprof/';
const text = 'text/plain; charset=utf-8';

/**
 * Serves a recording over HTTP as the process itself did: the same paths under `/debug/pprof/`, each with what was true
 * at the time that has passed. At the end it starts over, and as all counters fall then, it looks like a restart of the
 * process. Rejects when the port is taken.
 */
export async function startReplayServer(options: ReplayOptions): Promise<ReplayServer> {
	const {recording, port = 0, host = '127.0.0.1', now = Date.now} = options;
	const pause = options.pause ?? ((milliseconds, signal) => wait(milliseconds, undefined, {signal}));
	const tape = openTape(recording);
	const startedAt = now();
	const closing = new AbortController();

	const answer = async (request: IncomingMessage, response: ServerResponse) => {
		response.setHeader('Date', new Date(now()).toUTCString());
		response.setHeader('X-Content-Type-Options', 'nosniff');
		if (request.method !== 'GET') {
			response.setHeader('Allow', 'GET');
			send(response, 405, text, 'Method Not Allowed\n');
			return;
		}
		const url = new URL(request.url ?? '/', 'http://replay');
		if (`${url.pathname}/` === base) {
			response.setHeader('Location', base);
			send(response, 301, 'text/html; charset=utf-8', '');
			return;
		}
		if (!url.pathname.startsWith(base)) {
			send(response, 404, text, '404 page not found\n');
			return;
		}
		const path = url.pathname.slice(base.length);
		const seconds = url.searchParams.get('seconds');
		if (seconds !== null && /^[1-9]\d{0,3}$/.test(seconds)) {
			await pause(Number(seconds) * 1000, closing.signal);
		}
		const reply = tape.find(path, url.searchParams, now() - startedAt);
		if (reply === undefined) {
			// net/http/pprof marks its own errors so, which tells them from a proxy's.
			response.setHeader('X-Go-Pprof', '1');
			send(response, 404, text, 'Unknown profile\n');
			return;
		}
		await sendRecorded(response, path, reply);
	};

	const server = createServer((request, response) => {
		answer(request, response).catch(() => response.destroy());
	});
	server.listen(port, host);
	await once(server, 'listening');
	const bound = server.address();
	const boundPort = typeof bound === 'object' && bound !== null ? bound.port : port;
	return {
		address: host.includes(':') ? `[${host}]:${boundPort}` : `${host}:${boundPort}`,
		close: async () => {
			const closed = once(server, 'close');
			server.close();
			closing.abort();
			server.closeAllConnections();
			await closed;
		},
	};
}

async function sendRecorded(response: ServerResponse, path: string, reply: RecordedReply): Promise<void> {
	if (reply.contentType !== 'application/octet-stream') {
		send(response, reply.status, reply.contentType, reply.body);
		return;
	}
	response.setHeader('Content-Disposition', `attachment; filename="${path}"`);
	// The gzip is the body itself: Go sends it without Content-Encoding, and so fast (runtime/pprof/proto.go).
	send(
		response,
		reply.status,
		reply.contentType,
		await compress(reply.body, {level: constants.Z_BEST_SPEED}),
	);
}

function send(
	response: ServerResponse,
	status: number,
	contentType: string,
	body: Uint8Array | string,
): void {
	response.writeHead(status, {'Content-Type': contentType});
	response.end(body);
}
