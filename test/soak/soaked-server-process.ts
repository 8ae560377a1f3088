/** The server of a soak in a process of its own: what it holds is not the watch's. `fork(this file, [seed, fault chance])`. */
import process from 'node:process';
import type {UnixMilliseconds} from '../../source/profile/units.ts';
import {randomFrom} from '../fuzz/random.ts';
import {type SoakedProgram, soakedProgram} from './soaked-program.ts';
import {type ServerCounts, startSoakedServer} from './soaked-server.ts';

/** Each is answered with how the server stands when it was done. */
export type ServerOrder =
	| {readonly kind: 'pass'; readonly now: UnixMilliseconds}
	/** The process that was served is gone, with its connections. */
	| {readonly kind: 'go-away'}
	/** Another process is served from now on. */
	| {readonly kind: 'come-back'; readonly now: UnixMilliseconds}
	| {readonly kind: 'grow'};

const [seed, faultChance] = process.argv.slice(2).map(Number);
if (seed === undefined || faultChance === undefined || process.send === undefined) {
	throw new Error('Started by test/soak/start-server.ts only.');
}

const random = randomFrom(seed);
let now: UnixMilliseconds = 0;
let number = 0;
const begin = () => soakedProgram(random, now, () => number++);
let served: SoakedProgram | undefined;
const server = startSoakedServer(random, () => now, faultChance);

async function obey(order: ServerOrder): Promise<ServerCounts> {
	switch (order.kind) {
		case 'pass':
			now = order.now;
			break;
		case 'go-away':
			await server.goAway();
			break;
		case 'come-back':
			now = order.now;
			served = begin();
			server.serve(served);
			await server.comeBack();
			break;
		case 'grow':
			served?.grow();
			break;
	}
	return server.counts();
}

process.on('message', async (order: ServerOrder) => {
	process.send?.(await obey(order));
});
process.on('disconnect', () => process.exit());
