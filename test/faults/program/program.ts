import {type ChildProcess, type StdioOptions, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {afterAll, beforeAll, expect, onTestFinished, vi} from 'vitest';
import {buildBundle} from '../../../scripts/bundle/build-bundle.mjs';
import {type FaultTarget, startFaultTarget} from '../fault-target.ts';

/** The program as its users run it, without a screen. */
export type Running = {
	readonly child: ChildProcess;
	/** What it has printed so far. */
	readonly printed: () => string;
	readonly complained: () => string;
	/** Settles when it has printed what matches, with all it printed since the last call; polls, as a person would look. */
	readonly see: (pattern: RegExp, withinMilliseconds?: number) => Promise<string>;
	/** Its exit code, or the signal that ended it. */
	readonly exited: Promise<number | string | null>;
	readonly isRunning: () => boolean;
	/** The most memory it ever had. */
	readonly highestResidentMebibytes: () => Promise<number>;
};

type RunOptions = {
	readonly stdout?: 'pipe' | number;
	readonly environment?: {readonly [name: string]: string};
	readonly folder?: string;
};

let bundleFolder = '';

/** Builds the program for the tests of a file. To be called at the top of it. */
export const withProgram = (): void => {
	vi.setConfig({testTimeout: 60_000});
	beforeAll(async () => {
		bundleFolder = await mkdtemp(join(tmpdir(), 'goroutop-faults-'));
		await buildBundle({outputFolder: bundleFolder});
	}, 60_000);
	afterAll(() => rm(bundleFolder, {recursive: true}));
};

/** A healthy target for one test. */
export const healthyTarget = async (): Promise<FaultTarget> => {
	const server = await startFaultTarget();
	onTestFinished(server.stop);
	return server;
};

/** Starts the program; it is killed with the test if it still runs. */
export const run = (
	words: readonly string[],
	{stdout = 'pipe', environment = {}, folder}: RunOptions = {},
): Running => {
	const stdio: StdioOptions = ['ignore', stdout, 'pipe'];
	const child = spawn(process.execPath, [join(bundleFolder, 'cli.js'), ...words], {
		stdio,
		env: {...process.env, ...environment},
		...(folder === undefined ? {} : {cwd: folder}),
	});
	let printed = '';
	let complained = '';
	let read = 0;
	child.stdout?.on('data', chunk => {
		printed += chunk;
	});
	child.stderr?.on('data', chunk => {
		complained += chunk;
	});
	const exited = once(child, 'exit').then(([code, signal]) => code ?? signal);
	const isRunning = () => child.exitCode === null && child.signalCode === null;
	onTestFinished(async () => {
		if (isRunning()) {
			child.kill('SIGKILL');
			await exited;
		}
	});
	return {
		child,
		printed: () => printed,
		complained: () => complained,
		see: async (pattern, withinMilliseconds = 15_000) => {
			const since = read;
			await expect
				.poll(() => `${printed.slice(since)}${complained}`, {timeout: withinMilliseconds, interval: 25})
				.toMatch(pattern);
			read = printed.length;
			return printed.slice(since);
		},
		exited,
		isRunning,
		highestResidentMebibytes: async () => {
			const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
			return Number(/VmHWM:\s*(\d+) kB/.exec(status)?.[1]) / 1024;
		},
	};
};

/** Lines, an interval as short as may be, a timeout that a test can wait for. */
export const plainly = ({port}: FaultTarget, ...more: readonly string[]): readonly string[] => [
	`127.0.0.1:${port}`,
	'--plain',
	'--interval',
	'500ms',
	'--timeout',
	'2s',
	...more,
];
