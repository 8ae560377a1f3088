import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {type AddressInfo, createServer, type Server, type Socket} from 'node:net';
import {createServer as createTlsServer, type TlsOptions, Server as TlsServer} from 'node:tls';
import type {Bytes, Count} from '../../source/profile/units.ts';

/** What the target says when it is well: what a real program did. */
export type GoodReply = {
	readonly status: number;
	readonly contentType: string;
	/** Whole lines, beside those for type and length. */
	readonly headers?: readonly string[];
	readonly body: Uint8Array;
};

/** What a program answers, by path and query. */
export type Answers = Pick<ReadonlyMap<string, GoodReply>, 'get'>;

/** A request that waits for its answer. */
export type Exchange = {
	readonly socket: Socket;
	/** With query: `/debug/pprof/heap?debug=1`. */
	readonly path: string;
	readonly good: GoodReply;
	/** Answers as the healthy target does, but for what is given. */
	readonly answer: (reply?: Partial<GoodReply>) => void;
	/** Pours the same bytes out for as long as anybody takes them. */
	readonly pour: (bytes: Uint8Array | string) => void;
};

/** What goes wrong, and when: as soon as somebody connects, or once a request is in. */
export type Fault = {
	readonly onConnection?: (socket: Socket) => void;
	readonly onRequest?: (exchange: Exchange) => void;
};

/** A target that serves captures of a real program over raw TCP or TLS, until it is told to suffer a fault. */
export type FaultTarget = {
	readonly port: number;
	/** From now on, for the paths that `concerns` picks; connections that stand are kept. */
	readonly suffer: (fault: Fault, concerns?: (path: string) => boolean) => void;
	/** Answers well again; what hangs stays hanging. */
	readonly heal: () => void;
	/** Another program has taken the port: answers otherwise. */
	readonly become: (answers: Answers) => void;
	readonly dropConnections: () => void;
	readonly stopListening: () => Promise<void>;
	readonly listenAgain: () => Promise<void>;
	/** New TLS connections see another certificate, or are asked for another one. */
	readonly renewTls: (options: TlsOptions) => void;
	/** Every path asked for so far. */
	readonly asked: readonly string[];
	/** Connections ever made, and those that stand now. */
	readonly connections: () => Count;
	readonly openSockets: () => Count;
	readonly whenDeserted: () => Promise<void>;
	/** Most that one connection took of what was sent since the last `suffer`. */
	readonly mostTakenBytes: () => Bytes;
	readonly stop: () => Promise<void>;
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

/** What the program of a capture folder (`go1.26`) answers, by path. */
export const readCaptures = (folder: string): ReadonlyMap<string, GoodReply> =>
	new Map(
		files.map(([path, file, contentType]) => {
			const body = readFileSync(new URL(`../../fixtures/captures/${folder}/${file}`, import.meta.url));
			const name = file.replace(/\.pb\.gz$/, '');
			const headers = name === file ? [] : [`Content-Disposition: attachment; filename="${name}"`];
			return [path, {status: 200, contentType, headers, body}];
		}),
	);

const missing: GoodReply = {
	status: 404,
	contentType: 'text/plain',
	body: Buffer.from('404 page not found\n'),
};

/** Starts a target on a free port, with TLS when there are options for it. */
export const startFaultTarget = async ({
	tls,
	host = '127.0.0.1',
	wantedPort = 0,
}: {
	readonly tls?: TlsOptions;
	readonly host?: string;
	readonly wantedPort?: number;
} = {}): Promise<FaultTarget> => {
	let answers: Answers = readCaptures('go1.26');
	let fault: Fault = {};
	let concerns = (_path: string) => true;
	const asked: string[] = [];
	const sockets = new Set<Socket>();
	const deserted: (() => void)[] = [];
	let connections = 0;
	let mostTakenBytes = 0;

	const respond = (socket: Socket, path: string) => {
		asked.push(path);
		const good = answers.get(path) ?? missing;
		const answer: Exchange['answer'] = (reply = {}) => {
			const {status, contentType, body, headers = good.headers ?? []} = {...good, ...reply};
			const lines = [
				`HTTP/1.1 ${status} Status`,
				`Content-Type: ${contentType}`,
				`Content-Length: ${body.length}`,
				...headers,
			];
			socket.write(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), body]));
		};
		const pour = (bytes: Uint8Array | string) => {
			const more = () => {
				while (!socket.destroyed && socket.write(bytes)) {}
			};
			socket.on('drain', more);
			more();
		};
		if (fault.onRequest !== undefined && concerns(path)) {
			fault.onRequest({socket, path, good, answer, pour});
		} else {
			answer();
		}
	};
	const serve = (socket: Socket) => {
		connections++;
		sockets.add(socket);
		socket.setNoDelay();
		// A client that is gone is what faults are about.
		socket.on('error', () => {});
		socket.on('close', () => {
			mostTakenBytes = Math.max(mostTakenBytes, socket.bytesWritten - socket.writableLength);
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
				respond(socket, path);
			}
		});
	};

	const start = async (port: number): Promise<Server> => {
		const listening = tls === undefined ? createServer(serve) : createTlsServer(tls, serve);
		listening.on('tlsClientError', () => {});
		listening.listen(port, host);
		await once(listening, 'listening');
		return listening;
	};
	let server = await start(wantedPort);
	const {port} = server.address() as AddressInfo;
	const dropConnections = () => {
		for (const socket of sockets) {
			socket.destroy();
		}
	};
	const stop = async () => {
		dropConnections();
		if (server.listening) {
			server.close();
			await once(server, 'close');
		}
	};

	return {
		port,
		suffer: (given, picked = () => true) => {
			fault = given;
			concerns = picked;
			mostTakenBytes = 0;
		},
		heal: () => {
			fault = {};
		},
		become: others => {
			answers = others;
		},
		dropConnections,
		stopListening: stop,
		listenAgain: async () => {
			server = await start(port);
		},
		renewTls: options => {
			if (server instanceof TlsServer) {
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
		mostTakenBytes: () => mostTakenBytes,
		stop,
	};
};
