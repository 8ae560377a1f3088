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
	const ended = once(child, 'exit').then(([code]) => {
		throw new Error(`The server of the soak ended with ${code}.`);
	});
	ended.catch(() => undefined);
	return {
		async order(order) {
			const answered = once(child, 'message');
			child.send(order);
			const [counts] = await Promise.race([answered, ended]);
			return counts as ServerCounts;
		},
		end: () => child.disconnect(),
	};
}
