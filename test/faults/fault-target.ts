import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {type AddressInfo, createServer, type Server, type Socket} from 'node:net';
import {createServer as createTlsServer, type TlsOptions} from 'node:tls';
import {onTestFinished} from 'vitest';
import type {Bytes, Count} from '../../source/profile/units.ts';

/** What the target says when it is well: a real capture, as it came over the wire. */
export type GoodReply = {readonly status: number; readonly contentType: string; readonly body: Buffer};

/** A request that waits for its answer. */
export type Exchange = {
	readonly socket: Socket;
	/** With query: `/debug/pprof/heap?debug=1`. */
	readonly path: string;
	readonly good: GoodReply;
	/** Writes what the healthy target would. */
	readonly answerWell: (reply?: Partial<GoodReply>) => void;
	/** Pours the same bytes out for as long as anybody takes them. */
	readonly pour: (bytes: Buffer | string) => void;
};

/** What goes wrong, and when: as soon as somebody connects, or once a request is in. */
export type Fault = {
	readonly onConnection?: (socket: Socket) => void;
	readonly onRequest?: (exchange: Exchange) => void;
};

/** A target that serves captures of a real program over raw TCP or TLS until it is told to suffer a fault. */
export type FaultTarget = {
	readonly port: number;
	/** From now on, for the paths that `concerns` picks; connections that stand are kept. */
	readonly suffer: (fault: Fault, concerns?: (path: string) => boolean) => void;
	/** Answers well again; what hangs stays hanging. */
	readonly heal: () => void;
	/** Another program has taken the port: serves the captures of another folder. */
	readonly become: (folder: string) => void;
	readonly dropConnections: () => void;
	readonly stopListening: () => Promise<void>;
	readonly listenAgain: () => Promise<void>;
	/** Has new TLS connections see other certificates. */
	readonly setCertificate: (options: TlsOptions) => void;
	/** Every path asked for so far. */
	readonly asked: readonly string[];
	/** Connections ever made, and those that stand now. */
	readonly connections: () => Count;
	readonly openSockets: () => Count;
	readonly whenDeserted: () => Promise<void>;
	/** Most that one connection took. */
	readonly mostSentBytes: () => Bytes;
};

const files: readonly (readonly [path: string, file: string, contentType: string])[] = [
	['/debug/pprof/', 'index.html', 'text/html; charset=utf-8'],
	['/debug/pprof/goroutine', 'goroutine.pb.gz', 'application/octet-stream'],
	['/debug/pprof/block', 'block.pb.gz', 'application/octet-stream'],
	['/debug/pprof/block?seconds=1', 'block-probe.pb.gz', 'application/octet-stream'],
	['/debug/pprof/mutex', 'mutex.pb.gz', 'application/octet-stream'],
	['/debug/pprof/mutex?debug=1', 'mutex.debug1.txt', 'text/plain; charset=utf-8'],
	['/debug/pprof/heap?debug=1', 'heap.debug1.txt', 'text/plain; charset=utf-8'],
	['/debug/pprof/heap', 'heap.pb.gz', 'application/octet-stream'],
	['/debug/pprof/goroutine?debug=2', 'goroutine.debug2.txt', 'text/plain; charset=utf-8'],
	['/metrics', 'metrics.txt', 'text/plain; version=0.0.4; charset=utf-8'],
];

const readCaptures = (folder: string): ReadonlyMap<string, GoodReply> =>
	new Map(
		files.map(([path, file, contentType]) => {
			const body = readFileSync(new URL(`../../fixtures/captures/${folder}/${file}`, import.meta.url));
			return [path, {status: 200, contentType, body}];
		}),
	);

const missing: GoodReply = {
	status: 404,
	contentType: 'text/plain',
	body: Buffer.from('404 page not found\n'),
};

/** Starts a target on a free port of 127.0.0.1, with TLS when there are options for it. It ends with the test. */
export const startFaultTarget = async (tls?: TlsOptions): Promise<FaultTarget> => {
	let captures = readCaptures('go1.26');
	let fault: Fault = {};
	let concerns = (_path: string) => true;
	const asked: string[] = [];
	const sockets = new Set<Socket>();
	const deserted: (() => void)[] = [];
	let connections = 0;
	let mostSentBytes = 0;

	const answer = (socket: Socket, path: string) => {
		asked.push(path);
		const good = captures.get(path) ?? missing;
		const answerWell = (reply: Partial<GoodReply> = {}) => {
			const {status, contentType, body} = {...good, ...reply};
			const head = `HTTP/1.1 ${status} OK\r\nContent-Type: ${contentType}\r\nContent-Length: ${body.length}\r\n\r\n`;
			socket.write(Buffer.concat([Buffer.from(head), body]));
		};
		const pour = (bytes: Buffer | string) => {
			const more = () => {
				while (!socket.destroyed && socket.write(bytes)) {}
			};
			socket.on('drain', more);
			more();
		};
		if (fault.onRequest !== undefined && concerns(path)) {
			fault.onRequest({socket, path, good, answerWell, pour});
		} else {
			answerWell();
		}
	};
	const serve = (socket: Socket) => {
		connections++;
		sockets.add(socket);
		// A client that is gone is what faults are about.
		socket.on('error', () => {});
		socket.on('close', () => {
			mostSentBytes = Math.max(mostSentBytes, socket.bytesWritten);
			sockets.delete(socket);
			if (sockets.size === 0) {
				for (const settle of deserted.splice(0)) {
					settle();
				}
			}
		});
		if (fault.onConnection !== undefined) {
			fault.onConnection(socket);
			return;
		}
		let heard = '';
		socket.on('data', chunk => {
			heard += chunk.toString('latin1');
			for (let end = heard.indexOf('\r\n\r\n'); end !== -1; end = heard.indexOf('\r\n\r\n')) {
				const path = /^GET (\S+)/.exec(heard)?.[1] ?? '';
				heard = heard.slice(end + 4);
				answer(socket, path);
			}
		});
	};

	const start = async (port: number) => {
		const server = tls === undefined ? createServer(serve) : createTlsServer(tls, serve);
		// A handshake that fails is the other side's matter.
		server.on('tlsClientError', () => {});
		server.listen(port, '127.0.0.1');
		await once(server, 'listening');
		return server;
	};
	let server = await start(0);
	const {port} = server.address() as AddressInfo;
	const dropConnections = () => {
		for (const socket of sockets) {
			socket.destroy();
		}
	};
	const stop = async (listening: Server) => {
		dropConnections();
		if (listening.listening) {
			listening.close();
			await once(listening, 'close');
		}
	};
	onTestFinished(() => stop(server));

	return {
		port,
		suffer: (given, picked = () => true) => {
			fault = given;
			concerns = picked;
		},
		heal: () => {
			fault = {};
		},
		become: folder => {
			captures = readCaptures(folder);
		},
		dropConnections,
		stopListening: () => stop(server),
		listenAgain: async () => {
			server = await start(port);
		},
		setCertificate: options => {
			if ('setSecureContext' in server && typeof server.setSecureContext === 'function') {
				server.setSecureContext(options);
			}
		},
		asked,
		connections: () => connections,
		openSockets: () => sockets.size,
		whenDeserted: async () => {
			if (sockets.size > 0) {
				await new Promise<void>(resolve => deserted.push(resolve));
			}
		},
		mostSentBytes: () => mostSentBytes,
	};
};
