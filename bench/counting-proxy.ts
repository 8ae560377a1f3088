import {once} from 'node:events';
import {type AddressInfo, connect, createServer, type Socket} from 'node:net';
import type {Bytes} from '../source/profile/units.ts';

export type CountingProxy = {
	readonly address: string;
	/** What went through since it was started, both ways, headers included. */
	readonly carriedBytes: () => Bytes;
	readonly close: () => void;
};

/** Passes TCP connections on to `host:port` and counts their bytes. */
export async function startCountingProxy(address: string): Promise<CountingProxy> {
	const [host = '', port = ''] = address.split(':');
	const sockets = new Set<Socket>();
	let carriedBytes = 0;
	const server = createServer(near => {
		const far = connect(Number(port), host);
		for (const [from, to] of [
			[near, far],
			[far, near],
		] as const) {
			sockets.add(from);
			from.on('data', data => {
				carriedBytes += data.length;
			});
			from.on('error', () => to.destroy());
			from.on('close', () => sockets.delete(from));
			from.pipe(to);
		}
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const bound = server.address() as AddressInfo;
	return {
		address: `127.0.0.1:${bound.port}`,
		carriedBytes: () => carriedBytes,
		close: () => {
			server.close();
			for (const socket of sockets) socket.destroy();
		},
	};
}
