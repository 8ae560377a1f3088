import {once} from 'node:events';
import {readFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import path from 'node:path';
import {gzipSync} from 'node:zlib';
import type {Count} from '../source/profile/units.ts';
import {syntheticDump} from './synthetic-dump.ts';
import {type Drawing, syntheticProfile} from './synthetic-profile.ts';

export type ProfileServer = {
	readonly address: string;
	/** Profiles served so far, small texts not counted. */
	readonly servedProfiles: () => Count;
	readonly servedDumps: () => Count;
	readonly close: () => void;
};

const kinds = ['goroutine', 'block', 'mutex'] as const;

export type Served = Pick<Drawing, 'stacks' | 'changes'> & {
	/** A tenth of the stacks when not said. */
	readonly sites?: Count;
	/** So many polls find other numbers each time. */
	readonly turns: Count;
	/** In a dump, some 1.2 KB each. */
	readonly dumpedGoroutines?: Count;
};

/** Answers as a Go program would whose profiles have so many stacks. */
export async function startProfileServer({
	stacks,
	sites = Math.ceil(stacks / 10),
	changes = 'much',
	turns,
	dumpedGoroutines = 0,
}: Served): Promise<ProfileServer> {
	const captures = path.join(import.meta.dirname, '../fixtures/captures/go1.26');
	const heap = await readFile(path.join(captures, 'heap.debug1.txt'));
	const index = await readFile(path.join(captures, 'index.html'));
	// All made before: encoding takes longer than what is measured.
	const bodies = new Map(
		kinds.map(kind => [
			`/debug/pprof/${kind}`,
			Array.from({length: turns}, (_, turn) =>
				gzipSync(syntheticProfile({kind, stacks, sites, turn, changes})),
			),
		]),
	);
	const texts = new Map<string, string | Uint8Array>([
		['/debug/pprof/', index],
		['/debug/pprof/heap?debug=1', heap],
		['/debug/pprof/mutex?debug=1', '--- mutex:\ncycles/second=1000000000\nsampling period=1\n'],
		['/debug/pprof/goroutine?debug=2', syntheticDump(dumpedGoroutines)],
	]);
	const served = new Map<string, Count>();
	let dumps = 0;
	const server = createServer((request, response) => {
		const url = request.url ?? '';
		const body = bodies.get(url);
		const turn = served.get(url) ?? 0;
		if (body !== undefined) {
			served.set(url, turn + 1);
			response.setHeader('Content-Type', 'application/octet-stream');
			response.end(body[Math.min(turn, turns - 1)]);
		} else {
			response.setHeader('Content-Type', url === '/debug/pprof/' ? 'text/html; charset=utf-8' : 'text/plain');
			response.statusCode = texts.has(url) ? 200 : 404;
			dumps += url.endsWith('goroutine?debug=2') ? 1 : 0;
			response.end(texts.get(url) ?? 'Unknown profile\n');
		}
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;
	return {
		address: `127.0.0.1:${port}`,
		servedProfiles: () => [...served.values()].reduce((sum, count) => sum + count, 0),
		servedDumps: () => dumps,
		close: () => {
			server.closeAllConnections();
			server.close();
		},
	};
}
