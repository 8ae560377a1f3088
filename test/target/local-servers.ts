import {once} from 'node:events';
import {createServer, type RequestListener, type Server} from 'node:http';
import {createServer as createTlsServer, type ServerOptions} from 'node:https';
import {
	type AddressInfo,
	createServer as createTcpServer,
	type Server as NetServer,
	type Socket,
} from 'node:net';
import {expect, onTestFinished} from 'vitest';
import type {Failure} from '../../source/profile/failure.ts';
import {parseTargetAddress} from '../../source/target/address.ts';
import type {Connection} from '../../source/target/connection.ts';
import {openHttpTarget, type Surroundings} from '../../source/target/http-target.ts';
import type {Target, TargetReply, TargetRequest} from '../../source/target/target.ts';

/** A listening server and what it has seen of its clients. */
export type Listening = {
	readonly port: number;
	/** How many connections were ever made. */
	readonly connections: () => number;
	/** How many stand now. */
	readonly openSockets: () => number;
	/** Settles when none stands any more. */
	readonly whenDeserted: () => Promise<void>;
};

const listen = async (server: NetServer, where: number | string): Promise<Listening> => {
	const sockets = new Set<Socket>();
	let connections = 0;
	const closed: (() => void)[] = [];
	server.on('connection', (socket: Socket) => {
		connections++;
		sockets.add(socket);
		// A client that is gone is what many of these tests are about.
		socket.on('error', () => {});
		socket.on('close', () => {
			sockets.delete(socket);
			if (sockets.size === 0) {
				for (const settle of closed.splice(0)) {
					settle();
				}
			}
		});
	});
	if (typeof where === 'string') {
		server.listen(where);
	} else {
		server.listen(where, '127.0.0.1');
	}
	await once(server, 'listening');
	onTestFinished(async () => {
		for (const socket of sockets) {
			socket.destroy();
		}
		server.close();
		await once(server, 'close');
	});
	const address = server.address() as AddressInfo | string;
	return {
		port: typeof address === 'string' ? 0 : address.port,
		connections: () => connections,
		openSockets: () => sockets.size,
		whenDeserted: async () => {
			if (sockets.size > 0) {
				await new Promise<void>(resolve => closed.push(resolve));
			}
		},
	};
};

/** An HTTP server on a free port of 127.0.0.1, or on a unix socket. */
export const serve = (
	listener: RequestListener,
	where: number | string = 0,
): Promise<Listening & {server: Server}> => {
	const server = createServer(listener);
	return listen(server, where).then(listening => ({...listening, server}));
};

export const serveTls = (options: ServerOptions, listener: RequestListener): Promise<Listening> =>
	listen(createTlsServer(options, listener), 0);

/** Raw TCP, for everything no HTTP server would do. */
export const serveRaw = (onSocket: (socket: Socket) => void): Promise<Listening> =>
	listen(createTcpServer(onSocket), 0);

export type Overrides = Partial<Connection>;

export const connectionTo = (text: string, overrides: Overrides = {}): Connection => {
	const parsed = parseTargetAddress(text);
	if (!parsed.ok) {
		throw new Error(parsed.sentence);
	}
	return {
		address: parsed.address,
		version: '1.2.3',
		headers: [],
		caFiles: [],
		insecure: false,
		connectTimeoutMilliseconds: 5000,
		...overrides,
	};
};

/** Opens a target, without the proxies of the machine the tests run on, and closes it after the test. */
export const openTarget = async (
	text: string,
	overrides: Overrides = {},
	surroundings: Surroundings = {},
): Promise<Target> => {
	const opened = await openHttpTarget(connectionTo(text, overrides), {environment: {}, ...surroundings});
	if (!opened.ok) {
		throw new Error(opened.sentence);
	}
	onTestFinished(() => opened.target.close());
	return opened.target;
};

export const ask = (
	target: Target,
	path: string,
	overrides: Partial<TargetRequest> = {},
): Promise<TargetReply> =>
	target.fetch({
		path,
		timeoutMilliseconds: 5000,
		maxBytes: 1_000_000,
		signal: new AbortController().signal,
		...overrides,
	});

/** The failure of a reply, after checking what holds for all of them: one line, not endless, printable. */
export const failureOf = (reply: TargetReply): Failure => {
	if (reply.ok) {
		throw new Error(`expected a failure, got ${reply.bytes.length} bytes`);
	}
	const {sentence} = reply.failure;
	expect(sentence).toMatch(/^[^\p{Cc}\p{Cf}]+$/u);
	expect(sentence.length).toBeLessThanOrEqual(160);
	expect(reply.elapsedMilliseconds).toBeGreaterThanOrEqual(0);
	return reply.failure;
};

export const textOf = (reply: TargetReply): string => {
	if (!reply.ok) {
		throw new Error(`${reply.failure.kind}: ${reply.failure.sentence}`);
	}
	return Buffer.from(reply.bytes).toString('utf8');
};
