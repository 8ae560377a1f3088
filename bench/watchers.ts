import {type ChildProcess, execFile, spawn} from 'node:child_process';
import {once} from 'node:events';
import {promisify} from 'node:util';
import type {Seconds} from '../source/profile/units.ts';
import type {CheckReport} from '../test/lab/check.ts';
import {replayFrames} from './frames.ts';
import type {Peer, Peers} from './peers.ts';
import {goroutop, plainEnvironment} from './program.ts';
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
			// The last turn ends some time after the others.
			`${Math.ceil(seconds) + 15}s`,
		);
		const child = promisify(execFile)(program, words, {maxBuffer: 64e6, env: plainEnvironment()});
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

/** roumon on a terminal; where it is not here, a loop that asks for the same things at the same times. */
export const roumonOf = ({roumon}: Peers, goProgram: string): Watcher =>
	watcherOf(roumon, goProgram, (command, address) => {
		const [host = '', port = ''] = address.split(':');
		return [command, '-host', host, '-port', port];
	});

/** The same of grmon, at its own interval of 5 s. */
export const grmonOf = ({grmon}: Peers, goProgram: string): Watcher =>
	watcherOf(grmon, goProgram, (command, address) => [command, '-host', address]);

function watcherOf(
	peer: Peer,
	goProgram: string,
	commandFor: (command: string, address: string) => readonly string[],
): Watcher {
	if ('missing' in peer) {
		return {
			name: `${peer.name} (stand-in)`,
			watch: async address => {
				const child = spawn(goProgram, ['like', peer.name, address], {stdio: ['pipe', 'ignore', 'inherit']});
				return {stop: () => ended(child)};
			},
		};
	}
	return {
		name: peer.name,
		watch: async address => {
			const terminal = await openTerminal(size, commandFor(peer.command, address));
			return {
				stop: async () => {
					await terminal.kill();
					return claimsNothing;
				},
			};
		},
	};
}

async function ended(child: ChildProcess): Promise<typeof claimsNothing> {
	const isRunning = child.exitCode === null && child.signalCode === null;
	if (!isRunning) throw new Error(`A stand-in ended by itself, with code ${child.exitCode}.`);
	const exited = once(child, 'exit');
	child.kill('SIGKILL');
	await exited;
	return claimsNothing;
}
