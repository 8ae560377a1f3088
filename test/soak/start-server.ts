import {fork} from 'node:child_process';
import {once} from 'node:events';
import path from 'node:path';
import type {Fraction} from '../../source/profile/units.ts';
import type {ServerCounts} from './soaked-server.ts';
import type {ServerOrder} from './soaked-server-process.ts';

/** The server of a soak, in its own process. */
export type ServerProcess = {
	/** Settles when it is done. */
	readonly order: (order: ServerOrder) => Promise<ServerCounts>;
	readonly end: () => void;
};

/** `folder` is that of the soak's sources: a bundle is elsewhere. */
export function startServer(folder: string, seed: number, faultChance: Fraction): ServerProcess {
	const child = fork(path.join(folder, 'soaked-server-process.ts'), [String(seed), String(faultChance)], {
		execArgv: [],
	});
	const ended = new AbortController();
	child.once('exit', code => ended.abort(new Error(`The server of the soak ended with ${code}.`)));
	return {
		async order(order) {
			child.send(order);
			// A race with a promise for its end would keep something of each order for as long as the server lives.
			const [counts] = await once(child, 'message', {signal: ended.signal});
			return counts as ServerCounts;
		},
		end: () => child.disconnect(),
	};
}
