import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {Agent, get} from 'node:http';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {createInterface} from 'node:readline';
import type {Bytes, Count, Seconds} from '../source/profile/units.ts';

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
};

/**
 * How often a goroutine that sleeps for 2 ms woke how late, in tenths of a millisecond. A long gap also counts for those
 * that would have woken in it: shares of this are shares of time.
 */
export type Gaps = ReadonlyMap<number, Count>;

export type TurnsWindow = Window & {
	/** 0 when a turn did not end in time: the window is then shorter than a turn, and what it took by the second too high. */
	readonly turns: Count;
};

export type GoTarget = {
	readonly address: string;
	readonly processId: number;
	/** Until `end` settles. */
	readonly measure: (end: Promise<unknown>) => Promise<Window>;
	/** The same of gaps; the meter takes some percent of a core itself. */
	readonly measureGaps: (end: Promise<unknown>) => Promise<Gaps>;
	/**
	 * Whole turns of a watcher from now on, for `seconds` at least and hardly longer than `mostSeconds`. A turn is from one
	 * request for all goroutines to another: what is dear comes once in each.
	 */
	readonly measureTurns: (seconds: Seconds, mostSeconds: Seconds) => Promise<TurnsWindow>;
	/** Settles after `seconds` and when a request for all goroutines that begins from now on is answered. */
	readonly aTurn: (seconds: Seconds, mostSeconds: Seconds) => Promise<void>;
	readonly stop: () => Promise<void>;
};

/** Where targets with the agent of gops in them say so, and gops looks. */
export const scratchFolder = path.join(tmpdir(), 'goroutop-bench-scratch');

/** How the target stands. */
type Standing = {readonly atSeconds: Seconds; readonly cpuSeconds: Seconds; readonly carriedBytes: Bytes};
type Turns = {readonly begun: readonly Standing[]; readonly ended: Count; readonly now: Standing};

/** Starts the Go side of the benchmarks as a target and settles when it listens and all its goroutines are parked. */
export async function startGoTarget(program: string, shape: Shape): Promise<GoTarget> {
	const child = spawn(program, ['target', ...flagsOf(shape)], {
		stdio: ['pipe', 'pipe', 'inherit'],
		env: {...process.env, GOPS_CONFIG_DIR: scratchFolder},
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
	const ask = async (question: string) => JSON.parse(await fetchText(`http://${control}${question}`, agent));
	const standing: () => Promise<Standing> = () => ask('/measure');
	const turnsFrom = (index: Count, waitSeconds: Seconds): Promise<Turns> =>
		ask(`/turns?from=${index}&wait=${waitSeconds}`);
	return {
		address,
		processId: Number(processId),
		measure: async end => {
			const before = await standing();
			await end;
			return between(before, await standing());
		},
		measureGaps: async end => {
			await ask('/gaps?on=1');
			await end;
			const counts: Record<string, Count> = await ask('/gaps');
			return new Map(Object.entries(counts).map(([tenths, count]) => [Number(tenths), count]));
		},
		measureTurns: async (seconds, mostSeconds) => {
			const before = await turnsFrom(0, 0);
			for (;;) {
				const {begun, now} = await turnsFrom(before.begun.length, 5);
				const [first = before.now, last = now] = [begun[0], begun.at(-1)];
				const isLate = now.atSeconds - before.now.atSeconds > mostSeconds;
				if (begun.length > 1 && (isLate || last.atSeconds - first.atSeconds >= seconds)) {
					return {...between(first, last), turns: begun.length - 1};
				}
				if (isLate) return {...between(first, now), turns: 0};
			}
		},
		aTurn: async (seconds, mostSeconds) => {
			const before = await turnsFrom(0, 0);
			for (;;) {
				const {ended, now} = await turnsFrom(0, 1);
				const elapsed = now.atSeconds - before.now.atSeconds;
				// One that had begun before may end first.
				if ((elapsed >= seconds && ended > before.begun.length) || elapsed > mostSeconds) return;
			}
		},
		stop: async () => {
			agent.destroy();
			child.kill('SIGKILL');
			await exited;
		},
	};
}

const between = (before: Standing, after: Standing): Window => ({
	seconds: after.atSeconds - before.atSeconds,
	cpuSeconds: after.cpuSeconds - before.cpuSeconds,
	carriedBytes: after.carriedBytes - before.carriedBytes,
});

const flagsOf = ({goroutines, stacks = 20, depth = 10, sites = 20, blockedStacks = 0}: Shape) =>
	Object.entries({n: goroutines, stacks, depth, sites, blocked: blockedStacks}).flatMap(([flag, value]) => [
		`-${flag}`,
		String(value),
	]);

function fetchText(url: string, agent: Agent): Promise<string> {
	return new Promise((resolve, reject) => {
		get(url, {agent}, response => {
			let text = '';
			response.setEncoding('utf8').on('data', (part: string) => {
				text += part;
			});
			response.on('end', () => resolve(text));
			response.on('error', reject);
		}).on('error', reject);
	});
}
