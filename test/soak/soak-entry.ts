import process from 'node:process';
import {parseArgs} from 'node:util';
import {isMainThread} from 'node:worker_threads';
import {keepHeapSmall} from '../../source/commands/small-heap.ts';
import {runDecodeWorker} from '../../source/live/decode-worker.ts';
import {growthFaults, hourLine, leakFaults} from './judge-soak.ts';
import {simulate} from './simulate.ts';

if (isMainThread) {
	keepHeapSmall();
	await soak();
} else {
	runDecodeWorker();
}

async function soak(): Promise<void> {
	const {values} = parseArgs({
		options: {
			days: {type: 'string', default: '2'},
			seed: {type: 'string', default: '20261121'},
			faults: {type: 'string', default: '0.002'},
			folder: {type: 'string', default: import.meta.dirname},
		},
	});
	const seed = Number(values.seed);
	const hours = Math.round(Number(values.days) * 24);
	const startedAt = performance.now();
	process.stdout.write(`${hours} hours, --seed ${seed}\n`);
	const soaked = await simulate(
		{
			hours,
			seed,
			intervalMilliseconds: 2000,
			frameEveryMilliseconds: 20_000,
			faultChance: Number(values.faults),
			restMilliseconds: 10_000,
			folder: values.folder,
			workerUrl: new URL(import.meta.url),
		},
		hour => {
			if (hour.hour === 1 || hour.hour % 2 === 0) {
				process.stdout.write(`${hourLine(hour)}\n`);
			}
		},
	);
	const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1);
	const {events, requests, faults, restarts, deeds} = soaked;
	const counts = `${requests} requests (${faults} faulty), ${events} events, ${restarts} restarts, ${deeds} keys and resizes`;
	process.stdout.write(`${minutes} min: ${counts}\n`);
	const found = [...growthFaults(soaked), ...leakFaults(soaked)];
	process.stdout.write(found.length === 0 ? 'flat, nothing left behind\n' : `${found.join('\n')}\n`);
	process.exitCode = found.length === 0 ? 0 : 1;
}
