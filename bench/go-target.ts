import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {Agent, get} from 'node:http';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {createInterface} from 'node:readline';
import type {Bytes, Count, Milliseconds, Seconds} from '../source/profile/units.ts';
import {wait} from './benchmark.ts';

/** How large a program to watch. */
export type Shape = {
	readonly goroutines: Count;
	/** Different stacks they are in; 20 when not said. */
	readonly stacks?: Count;
	/** Calls in a stack on average; 10 when not said. */
	readonly depth?: Count;
	/** Different places in which they wait; 20 when not said. */
	readonly sites?: Count;
	/** Stacks in the block profile; block profiling is off when not said. */
	readonly blockedStacks?: Count;
};

/** What a target went through for a while. */
export type Window = {
	readonly seconds: Seconds;
	readonly cpuSeconds: Seconds;
	/** On the port that is watched, both ways. */
	readonly carriedBytes: Bytes;
	readonly requests: Count;
	/** Of each quarter of a second how late a goroutine woke, at worst, that sleeps for 2 ms; empty with the meter off. */
	readonly gapMilliseconds: readonly Milliseconds[];
	/** Sleeps that ended more than a millisecond late. */
	readonly late: Count;
};

export type GoTarget = {
	readonly address: string;
	readonly processId: number;
	/** Measures CPU and bytes, or with `withGaps` the gaps too, which costs the target some percent of a core by itself. */
	readonly measure: (seconds: Seconds, withGaps: boolean) => Promise<Window>;
	readonly stop: () => Promise<void>;
};

const gapIntervalMilliseconds: Milliseconds = 250;

/** Where targets with the agent of gops in them say so, and gops looks. */
export const gopsFolder = path.join(tmpdir(), 'goroutop-bench-gops');

type Measured = {
	readonly worstGapMilliseconds: Milliseconds;
	readonly late: Count;
	readonly cpuSeconds: Seconds;
	readonly carriedBytes: Bytes;
	readonly requests: Count;
};

/** Starts the Go side of the benchmarks as a target and settles when it listens and all its goroutines are parked. */
export async function startGoTarget(program: string, shape: Shape): Promise<GoTarget> {
	const child = spawn(program, ['target', ...flagsOf(shape)], {
		stdio: ['ignore', 'pipe', 'inherit'],
		env: {...process.env, GOPS_CONFIG_DIR: gopsFolder},
	});
	const exited = once(child, 'exit');
	const listening = Promise.withResolvers<readonly string[]>();
	createInterface({input: child.stdout}).on('line', line => listening.resolve(line.split(' ')));
	exited.then(
		() => listening.reject(new Error('The target ended before it listened.')),
		() => {},
	);
	const [, address = '', control = '', processId] = await listening.promise;
	const agent = new Agent({keepAlive: true});
	const ask = async (question: string) =>
		JSON.parse((await fetchBody(`http://${control}${question}`, agent)).text);
	const measured: () => Promise<Measured> = () => ask('/measure');
	return {
		address,
		processId: Number(processId),
		measure: async (seconds, withGaps) => {
			await ask(withGaps ? '/gaps?on=1' : '/gaps');
			const before = await measured();
			const begun = performance.now();
			const gaps: Measured[] = [];
			while (withGaps && performance.now() - begun < seconds * 1000) {
				await wait(gapIntervalMilliseconds);
				gaps.push(await measured());
			}
			await wait(begun + seconds * 1000 - performance.now());
			const after = await measured();
			return {
				seconds: (performance.now() - begun) / 1000,
				cpuSeconds: after.cpuSeconds - before.cpuSeconds,
				carriedBytes: after.carriedBytes - before.carriedBytes,
				requests: after.requests - before.requests,
				gapMilliseconds: gaps.map(({worstGapMilliseconds}) => worstGapMilliseconds),
				late: gaps.reduce((sum, {late}) => sum + late, 0),
			};
		},
		stop: async () => {
			agent.destroy();
			child.kill('SIGKILL');
			await exited;
		},
	};
}

const flagsOf = ({goroutines, stacks = 20, depth = 10, sites = 20, blockedStacks = 0}: Shape) =>
	Object.entries({n: goroutines, stacks, depth, sites, blocked: blockedStacks}).flatMap(([flag, value]) => [
		`-${flag}`,
		String(value),
	]);

/** Fetches a body whole; `bytes` is its length. */
export function fetchBody(
	url: string,
	agent: Agent,
): Promise<{readonly text: string; readonly bytes: Bytes}> {
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
