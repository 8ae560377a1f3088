import process from 'node:process';
import type {Milliseconds} from '../source/profile/units.ts';
import {type Benchmark, byEffort, fixed} from './benchmark.ts';
import {replayFrames} from './frames.ts';
import {goroutop} from './program.ts';
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
		const starts: Start[] = [];
		// The first round only warms the file cache.
		for (let round = 0; round <= runs; round += 1) {
			if (round % 5 === 0) say(`first-frame: round ${round} of ${runs}`);
			const [empty, start] = [await startEmpty(), await startDemo()];
			if (round > 0) {
				bare.push(empty);
				starts.push(start);
			}
		}
		const frames = starts.map(({frameMilliseconds}) => frameMilliseconds);
		const data = starts.map(({dataMilliseconds}) => dataMilliseconds);
		const times = median(frames) / median(bare);
		const row = (what: string, values: readonly Milliseconds[]) => [
			what,
			...[median(values), Math.min(...values), percentile(values, 0.9)].map(value => fixed(value, 0)),
			`${fixed(median(values) / median(bare), 1)} ×`,
		];
		return {
			columns: ['', 'median ms', 'least', 'p90', '÷ node -e 0'],
			rows: [
				row('node -e 0, to its end', bare),
				row('goroutop demo, first frame', frames),
				row('goroutop demo, first sites', data),
			],
			goals: [
				{
					wanted: 'first frame within 150 ms',
					measured: `${fixed(median(frames), 0)} ms`,
					met: median(frames) <= 150,
				},
				{wanted: 'at most 5 times node -e 0', measured: `${fixed(times, 1)} ×`, met: times <= 5},
			],
			notes: [`${runs} runs, one of each in turn.`],
			raw: {bareMilliseconds: bare, starts},
		};
	},
};

async function startEmpty(): Promise<Milliseconds> {
	const terminal = await openTerminal(size, [process.execPath, '-e', '0']);
	return (await terminal.ended) - terminal.startedAtMilliseconds;
}

async function startDemo(): Promise<Start> {
	const terminal = await openTerminal(size, goroutop('demo'));
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
