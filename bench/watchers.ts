import {execFile} from 'node:child_process';
import {Agent} from 'node:http';
import {promisify} from 'node:util';
import type {Seconds} from '../source/profile/units.ts';
import type {CheckReport} from '../test/lab/check.ts';
import {wait} from './benchmark.ts';
import {replayFrames} from './frames.ts';
import {fetchBody} from './lab-target.ts';
import {goroutop} from './program.ts';
import {openTerminal} from './terminal.ts';

/** A watcher at work; `stop` tells what it says of its own cost, as a fraction of one core, if it says so. */
export type Watching = {readonly stop: () => Promise<{readonly claimedFraction: number | undefined}>};

export type Watcher = {
	readonly name: string;
	/** Watches for `seconds` at least. */
	readonly watch: (address: string, seconds: Seconds) => Promise<Watching>;
};

const size = {columns: 120, rows: 36};
const claimsNothing = {claimedFraction: undefined};

export const goroutopOnScreen: Watcher = {
	name: 'goroutop',
	watch: async address => {
		const terminal = await openTerminal(size, goroutop(address));
		return {
			stop: async () => {
				const frames = await replayFrames(size, terminal.records);
				await terminal.kill();
				const shown = /cost (<?)([\d.]+)%/.exec(frames.at(-1)?.lines[0] ?? '')?.[2];
				return {claimedFraction: shown === undefined ? undefined : Number(shown) / 100};
			},
		};
	},
};

export const goroutopCheck: Watcher = {
	name: 'goroutop check',
	watch: async (address, seconds) => {
		const [program = '', ...words] = goroutop(
			'check',
			address,
			'--json',
			'--for',
			`${Math.ceil(seconds) + 2}s`,
		);
		const child = promisify(execFile)(program, words, {maxBuffer: 64e6});
		// Exit codes 1 and 2 say that it found something, such as profiling being off.
		const done = child.catch((error: {readonly stdout: string}) => error);
		return {
			stop: async () => {
				const report: CheckReport = JSON.parse((await done).stdout);
				return {claimedFraction: report.health.costFraction ?? undefined};
			},
		};
	},
};

/** What monitors of single goroutines do: print them all, each second. */
export const dumpLoop: Watcher = {
	name: 'goroutine?debug=2 each second',
	watch: async address => {
		const agent = new Agent({keepAlive: true});
		let isStopped = false;
		const loop = async () => {
			while (!isStopped) {
				const begun = performance.now();
				await fetchBody(`http://${address}/debug/pprof/goroutine?debug=2`, agent);
				await wait(Math.max(0, 1000 - (performance.now() - begun)));
			}
		};
		const done = loop();
		return {
			stop: async () => {
				isStopped = true;
				await done;
				agent.destroy();
				return claimsNothing;
			},
		};
	},
};

export const roumonAt = (program: string): Watcher => ({
	name: 'roumon',
	watch: async address => {
		const [host = '', port = ''] = address.split(':');
		const terminal = await openTerminal(size, [program, '-host', host, '-port', port]);
		return {
			stop: async () => {
				await terminal.kill();
				return claimsNothing;
			},
		};
	},
});
