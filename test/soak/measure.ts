import process from 'node:process';
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import type {Bytes, Count} from '../../source/profile/units.ts';

/** What a process holds. */
export type Holding = {
	readonly rssBytes: Bytes;
	/** After a collection. */
	readonly heapUsedBytes: Bytes;
	/** Outside of the heap, but kept by what is in it, buffers included. */
	readonly externalBytes: Bytes;
	/** Open handles and requests of Node, by kind: sockets, servers, timers, workers. */
	readonly resources: Readonly<Record<string, Count>>;
	/** On the process, its three streams. */
	readonly listeners: Count;
};

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

export async function measure(): Promise<Holding> {
	// What is unreachable only behind finalizers or settled promises goes with the next round.
	for (let round = 0; round < 3; round += 1) {
		await new Promise(resolve => setImmediate(resolve));
		collect();
	}

	const {rss, heapUsed, external} = process.memoryUsage();
	return {
		rssBytes: rss,
		heapUsedBytes: heapUsed,
		externalBytes: external,
		resources: countedResources(),
		listeners: [process, process.stdin, process.stdout, process.stderr]
			.flatMap(emitter => emitter.eventNames().map(name => emitter.listenerCount(name)))
			.reduce((sum, count) => sum + count, 0),
	};
}

function countedResources(): Readonly<Record<string, Count>> {
	const counts: Record<string, Count> = {};
	for (const name of process.getActiveResourcesInfo()) {
		counts[name] = (counts[name] ?? 0) + 1;
	}

	return counts;
}
