import {Agent, get} from 'node:http';
import type {Count, Milliseconds, Seconds} from '../source/profile/units.ts';
import {startLab} from '../test/lab/start.ts';
import {wait} from './benchmark.ts';
import {percentile} from './statistics.ts';

/** What a target went through for a while. */
export type Window = {
	readonly seconds: Seconds;
	/** CPU of the target, 1 being one core. */
	readonly cores: number;
	/** A goroutine that sleeps for a millisecond: how much later than that it woke. */
	readonly worstGapMilliseconds: Milliseconds;
	/** Of the worst gaps in each quarter of a second, the one that 99 % are not above. */
	readonly usualGapMilliseconds: Milliseconds;
	/** Sleeps that ended more than a millisecond late, per second. */
	readonly latePerSecond: number;
};

export type LabTarget = {
	readonly address: string;
	readonly measure: (seconds: Seconds) => Promise<Window>;
	readonly stop: () => Promise<void>;
};

const gapIntervalMilliseconds: Milliseconds = 250;

/** Starts a Go program with `goroutines` parked goroutines in 20 stacks that can tell what it went through. */
export async function startLabTarget(goroutines: Count): Promise<LabTarget> {
	const lab = await startLab('parked', ['-n', String(goroutines)]);
	const agent = new Agent({keepAlive: true});
	const ask = async (path: string) =>
		JSON.parse((await fetchBody(`http://${lab.address}${path}`, agent)).text);
	return {
		address: lab.address,
		measure: async seconds => {
			const gaps: Milliseconds[] = [];
			let late = 0;
			await ask('/gap');
			const before = await ask('/cpu');
			const begun = performance.now();
			while (performance.now() - begun < seconds * 1000) {
				await wait(gapIntervalMilliseconds);
				const gap = await ask('/gap');
				gaps.push(gap.maxGapMilliseconds);
				late += gap.late;
			}
			const after = await ask('/cpu');
			const elapsedSeconds = (performance.now() - begun) / 1000;
			return {
				seconds: elapsedSeconds,
				cores: (after.seconds - before.seconds) / elapsedSeconds,
				worstGapMilliseconds: Math.max(...gaps),
				usualGapMilliseconds: percentile(gaps, 0.99),
				latePerSecond: late / elapsedSeconds,
			};
		},
		stop: async () => {
			agent.destroy();
			await lab.stop();
		},
	};
}

/** Fetches a body whole; `bytes` is its length. */
export function fetchBody(
	url: string,
	agent: Agent,
): Promise<{readonly text: string; readonly bytes: number}> {
	return new Promise((resolve, reject) => {
		get(url, {agent}, response => {
			const chunks: Uint8Array[] = [];
			let bytes = 0;
			response.on('data', (chunk: Uint8Array) => {
				bytes += chunk.length;
				// Dumps are tens of megabytes, and nobody wants their text.
				if (bytes < 100_000) chunks.push(chunk);
			});
			response.on('end', () => resolve({text: Buffer.concat(chunks).toString(), bytes}));
			response.on('error', reject);
		}).on('error', reject);
	});
}
