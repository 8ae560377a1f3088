import process from 'node:process';
import type {Milliseconds} from '../source/profile/units.ts';
import {atMost, type Benchmark, byEffort, fixed, type Goal} from './benchmark.ts';
import {replayFrames} from './frames.ts';
import {goroutop, goroutopBinary} from './program.ts';
import {median, percentile} from './statistics.ts';
import {openTerminal} from './terminal.ts';

type Start = {readonly frameMilliseconds: Milliseconds; readonly dataMilliseconds: Milliseconds};

const size = {columns: 120, rows: 36};

export const firstFrame: Benchmark = {
	name: 'first-frame',
	about: 'From the start of the process to what a person sees, on a terminal of 120x36',
	run: async ({effort, say}) => {
		const runs = byEffort(effort, 3, 15, 31);
		const bare: Milliseconds[] = [];
		const bundled: Start[] = [];
		const compiled: Start[] = [];
		const binary = goroutopBinary('demo');
		// The first round only warms the file cache.
		for (let round = 0; round <= runs; round += 1) {
			if (round % 5 === 0) say(`first-frame: round ${round} of ${runs}`);
			const empty = await startEmpty();
			const start = await startDemo(goroutop('demo'));
			const startOfBinary = binary === undefined ? undefined : await startDemo(binary);
			if (round > 0) {
				bare.push(empty);
				bundled.push(start);
				if (startOfBinary !== undefined) compiled.push(startOfBinary);
			}
		}
		const row = (what: string, values: readonly Milliseconds[]) => [
			what,
			...[median(values), Math.min(...values), percentile(values, 0.9)].map(value => fixed(value, 0)),
			`${fixed(median(values) / median(bare), 1)} ×`,
		];
		const rowsOf = (what: string, starts: readonly Start[]) =>
			starts.length === 0
				? []
				: [row(`${what}, first frame`, framesOf(starts)), row(`${what}, first sites`, dataOf(starts))];
		const times = median(framesOf(bundled)) / median(bare);
		return {
			columns: ['', 'median ms', 'least', 'p90', '÷ node -e 0'],
			rows: [
				row('node -e 0, to its end', bare),
				...rowsOf('goroutop demo', bundled),
				...rowsOf('goroutop demo as a binary', compiled),
			],
			goals: [
				within('the bundle', bundled, 90),
				compiled.length === 0
					? {
							wanted: 'first frame of the binary within 60 ms',
							measured: 'no binary is built (npm run build:binary)',
							met: undefined,
						}
					: within('the binary', compiled, 60),
				{
					wanted: 'the bundle: at most 5 times node -e 0',
					measured: `${fixed(times, 1)} ×`,
					met: times <= 5,
				},
			],
			comparisons: [
				{what: 'start to first frame (demo)', own: `${fixed(median(framesOf(bundled)), 0)} ms`},
				{what: 'start to first sites (demo)', own: `${fixed(median(dataOf(bundled)), 0)} ms`},
			],
			notes: [`${runs} runs, one of each in turn.`],
			raw: {bareMilliseconds: bare, bundled, compiled},
		};
	},
};

const framesOf = (starts: readonly Start[]) => starts.map(({frameMilliseconds}) => frameMilliseconds);
const dataOf = (starts: readonly Start[]) => starts.map(({dataMilliseconds}) => dataMilliseconds);

const within = (what: string, starts: readonly Start[], most: Milliseconds): Goal => {
	const found = median(framesOf(starts));
	return atMost(`first frame of ${what} within ${most} ms`, found, most, `${fixed(found, 0)} ms`);
};

async function startEmpty(): Promise<Milliseconds> {
	const terminal = await openTerminal(size, [process.execPath, '-e', '0']);
	return (await terminal.ended) - terminal.startedAtMilliseconds;
}

async function startDemo(command: readonly string[]): Promise<Start> {
	const terminal = await openTerminal(size, command);
	// The file and line of a site, and the end of the frame it is in.
	await terminal.until(/\.go:\d+[\s\S]*\u001b\[\?2026l/);
	const frames = await replayFrames(size, terminal.records);
	await terminal.kill();
	const after = (seen: RegExp) => {
		const frame = frames.find(({lines}) => lines.some(line => seen.test(line)));
		return (frame?.atMilliseconds ?? Number.NaN) - terminal.startedAtMilliseconds;
	};
	return {frameMilliseconds: after(/goroutop/), dataMilliseconds: after(/\.go:\d+/)};
}
