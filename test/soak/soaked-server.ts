import {once} from 'node:events';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo, Socket} from 'node:net';
import {gzipSync} from 'node:zlib';
import type {Count, Fraction, UnixMilliseconds} from '../../source/profile/units.ts';
import type {Random} from '../fuzz/random.ts';
import type {SoakedProgram} from './soaked-program.ts';

/** A real server on this machine: it serves a program, badly now and then. It is away until it comes back. */
export type SoakedServer = {
	readonly serve: (program: SoakedProgram) => void;
	/** Nobody listens any more, and all connections break. */
	readonly goAway: () => Promise<void>;
	readonly comeBack: () => Promise<void>;
	readonly counts: () => ServerCounts;
};

export type ServerCounts = {
	readonly port: number;
	readonly openSockets: Count;
	readonly requests: Count;
	readonly faults: Count;
};

type Fault = (response: ServerResponse, body: Buffer) => void;

const base = '/debug/pprof/';
/**
 * Each path goes through all of them in the first hour: memory that was once needed for one is kept, and must not pass
 * for growth later.
 */
const faults: readonly [Fault, ...Fault[]] = [
	response => response.writeHead(500).end('panic: runtime error\n'),
	response => response.writeHead(503, {'retry-after': '7'}).end('busy\n'),
	response => response.writeHead(403).end('forbidden\n'),
	response => response.writeHead(302, {location: 'http://login.example/'}).end(),
	response => response.writeHead(200, {'content-type': 'text/html'}).end('<title>Sign in</title>'),
	response => response.destroy(),
	(response, body) =>
		response.writeHead(200, {'content-length': body.length + 1}).end(body, () => response.destroy()),
	(response, body) => response.end(body.subarray(0, body.length >> 1)),
	(response, body) => response.end(body.map(byte => byte ^ 0x55)),
	// Eight megabytes of nothing in eight kilobytes.
	response => response.end(gzipSync(new Uint8Array(8 * 1024 * 1024))),
	response => response.end(),
];
/** No answer at all costs a real timeout each time. */
const hangChance: Fraction = 1 / 8000;

export function startSoakedServer(
	random: Random,
	now: () => UnixMilliseconds,
	faultChance: Fraction,
): SoakedServer {
	const sockets = new Set<Socket>();
	/** The fault that comes next at a path, until each was there once. */
	const rehearsed = new Map<string, Count>();
	let program: SoakedProgram | undefined;
	let requests = 0;
	let faulty = 0;

	const answer = (request: IncomingMessage, response: ServerResponse) => {
		const url = request.url ?? '';
		const path = url.startsWith(base) ? url.slice(base.length) : url;
		const text = program?.answer(path, now());
		requests += 1;
		if (text === undefined) {
			response.writeHead(404, {'x-go-pprof': '1'}).end('Unknown profile\n');
			return;
		}

		const body =
			typeof text === 'string'
				? Buffer.from(text)
				: path === 'goroutine'
					? gzipSync(text, {level: 1})
					: Buffer.from(text);
		const turn = rehearsed.get(path) ?? 0;
		rehearsed.set(path, turn + 1);
		// Every other one: a target whose answers all fail counts as lost.
		const firstOfItsKind = turn % 2 === 1 ? faults[turn >> 1] : undefined;
		if (random.chance(hangChance)) {
			faulty += 1;
		} else if (firstOfItsKind !== undefined || random.chance(faultChance)) {
			faulty += 1;
			(firstOfItsKind ?? random.pick(faults))(response, body);
		} else {
			response.end(body);
		}
	};
	const server = createServer(answer);
	let isAway = true;
	let port = 0;
	server.on('connection', socket => {
		sockets.add(socket);
		// Whoever was in line when it went away.
		if (isAway) {
			socket.destroy();
		}

		socket.on('error', () => undefined);
		socket.on('close', () => sockets.delete(socket));
	});

	return {
		serve(served) {
			program = served;
		},
		async goAway() {
			isAway = true;
			if (!server.listening) {
				return;
			}
			const closed = once(server, 'close');
			server.close();
			for (const socket of sockets) {
				socket.destroy();
			}

			await closed;
		},
		async comeBack() {
			isAway = false;
			server.listen(port, '127.0.0.1');
			await once(server, 'listening');
			({port} = server.address() as AddressInfo);
		},
		counts: () => ({port, openSockets: sockets.size, requests, faults: faulty}),
	};
}
