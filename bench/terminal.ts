import {Buffer} from 'node:buffer';
import {spawn} from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import type {Milliseconds} from '../source/profile/units.ts';
import {plainEnvironment} from './program.ts';

/** Something that happened on a terminal; `atMilliseconds` is on the machine's monotonic clock. */
export type TerminalRecord = {
	readonly kind: 'key' | 'data';
	readonly atMilliseconds: Milliseconds;
	readonly bytes: Buffer;
};

export type Size = {readonly columns: number; readonly rows: number};

/** A program on a terminal of its own. */
export type OpenTerminal = {
	readonly processId: number;
	/** Just before the program was started. */
	readonly startedAtMilliseconds: Milliseconds;
	/** All so far, oldest first; it grows. */
	readonly records: readonly TerminalRecord[];
	readonly press: (key: string) => void;
	/** Settles when the output matches; rejects after `withinMilliseconds`. */
	readonly until: (pattern: RegExp, withinMilliseconds?: Milliseconds) => Promise<void>;
	/** Settles with the time of the end. */
	readonly ended: Promise<Milliseconds>;
	/** Kills the program unless it has ended. */
	readonly kill: () => Promise<void>;
};

const headBytes = 13;

/** Starts `command` on a new terminal, in an environment in which nobody's settings count. */
export async function openTerminal({columns, rows}: Size, command: readonly string[]): Promise<OpenTerminal> {
	const relay = spawn(
		'python3',
		[path.join(import.meta.dirname, 'pty.py'), String(columns), String(rows), ...command],
		{
			stdio: ['pipe', 'pipe', 'inherit'],
			env: {...plainEnvironment(), TERM: 'xterm-256color'},
		},
	);
	const records: TerminalRecord[] = [];
	const started = Promise.withResolvers<{readonly processId: number; readonly at: Milliseconds}>();
	const ended = Promise.withResolvers<Milliseconds>();
	const listeners = new Set<() => void>();
	let rest = Buffer.alloc(0);
	let hasEnded = false;

	relay.on('error', started.reject);
	relay.on('exit', () => {
		hasEnded = true;
		started.reject(new Error(`${command.join(' ')} could not be started on a terminal.`));
		ended.resolve(Number.NaN);
		announce();
	});
	relay.stdout.on('data', (chunk: Buffer) => {
		rest = Buffer.concat([rest, chunk]);
		while (rest.length >= headBytes) {
			const end = headBytes + rest.readUInt32LE(9);
			if (rest.length < end) break;
			take(String.fromCharCode(rest[0] ?? 0), rest.readDoubleLE(1) * 1000, rest.subarray(headBytes, end));
			rest = rest.subarray(end);
		}
		announce();
	});
	const take = (kind: string, at: Milliseconds, bytes: Buffer) => {
		if (kind === 'S') started.resolve({processId: Number(bytes.toString()), at});
		else if (kind === 'X') ended.resolve(at);
		else records.push({kind: kind === 'K' ? 'key' : 'data', atMilliseconds: at, bytes});
	};
	const announce = () => {
		for (const listener of [...listeners]) listener();
	};

	const {processId, at} = await started.promise;
	const output = () => Buffer.concat(records.filter(({kind}) => kind === 'data').map(({bytes}) => bytes));
	return {
		processId,
		startedAtMilliseconds: at,
		records,
		press: key => relay.stdin.write(key),
		until: (pattern, withinMilliseconds = 20_000) =>
			new Promise((resolve, reject) => {
				const finish = (act: () => void) => {
					clearTimeout(timer);
					listeners.delete(look);
					act();
				};
				const look = () => {
					if (pattern.test(output().toString())) finish(resolve);
					else if (hasEnded) finish(() => reject(new Error(`${command.join(' ')} ended: ${output()}`)));
				};
				const timer = setTimeout(
					() => finish(() => reject(new Error(`${pattern} did not come: ${output()}`))),
					withinMilliseconds,
				);
				listeners.add(look);
				look();
			}),
		ended: ended.promise,
		kill: async () => {
			if (!hasEnded) process.kill(processId, 'SIGKILL');
			await ended.promise;
		},
	};
}
