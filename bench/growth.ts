import type {Bytes, Count, Milliseconds, Seconds} from '../source/profile/units.ts';
import {type Benchmark, byEffort, fixed, wait} from './benchmark.ts';
import {replayFrames} from './frames.ts';
import {buildGoProgram} from './go-program.ts';
import {startGoTarget} from './go-target.ts';
import {latenciesOf, shownLatency} from './latencies.ts';
import {cpuSeconds, resident} from './process-usage.ts';
import {startProfileServer} from './profile-server.ts';
import {goroutop} from './program.ts';
import {median, percentile} from './statistics.ts';
import {openTerminal} from './terminal.ts';

/** Something to watch that is larger in one way than in another. */
type Step = {
	readonly title: string;
	readonly start: () => Promise<{readonly address: string; readonly stop: () => Promise<void>}>;
};

type Grown = {
	readonly title: string;
	readonly dataMilliseconds: Milliseconds;
	readonly cores: number;
	readonly writtenBytesPerSecond: number;
	readonly residentBytes: Bytes;
	readonly keyMilliseconds: readonly Milliseconds[];
};

const size = {columns: 200, rows: 50};
const keys: Count = 100;
const keyIntervalMilliseconds: Milliseconds = 100;
const settlingSeconds: Seconds = 10;
const siteCounts: readonly Count[] = [100, 1000, 10_000];
const goroutineCounts: readonly Count[] = [1000, 10_000, 100_000];

export const growth: Benchmark = {
	name: 'growth',
	about:
		'How what goroutop takes itself grows with the sites and the goroutines of its target, at 200x50 every 2 s',
	isForFullRuns: true,
	run: async ({effort, say}) => {
		const seconds = byEffort(effort, 15, 40, 70);
		const goProgram = await buildGoProgram();
		const steps = [
			...siteCounts.map(sites => sitesStep(sites, seconds)),
			...(typeof goProgram === 'string'
				? goroutineCounts.map(count => goroutinesStep(count, goProgram))
				: []),
		];
		const found: Grown[] = [];
		for (const step of steps) {
			say(`growth: ${step.title}`);
			found.push(await measureStep(step, seconds));
		}
		return {
			columns: ['target', 'start to data', 'CPU', 'written', 'RSS at the end', 'key to frame p50', 'p99'],
			rows: found.map(step => [
				step.title,
				`${fixed(step.dataMilliseconds, 0)} ms`,
				`${fixed(step.cores * 100, 2)} %`,
				`${fixed(step.writtenBytesPerSecond / 1000, 2)} KB/s`,
				`${fixed(step.residentBytes / 1e6, 0)} MB`,
				`${shownLatency(median(step.keyMilliseconds), keyIntervalMilliseconds)} ms`,
				`${shownLatency(percentile(step.keyMilliseconds, 0.99), keyIntervalMilliseconds)} ms`,
			]),
			goals: [],
			notes: [
				`${seconds} s each, CPU and bytes from the ${settlingSeconds}th on, --budget 100%, then ${keys} keys ${keyIntervalMilliseconds} ms apart. Of the sites, half change slightly from one poll to the next, in three profiles; the goroutines are parked in 20 stacks of a Go program.`,
				...(typeof goProgram === 'string' ? [] : [`NO GROWTH WITH GOROUTINES: ${goProgram.missing}.`]),
			],
			raw: found,
		};
	},
};

const sitesStep = (sites: Count, seconds: Seconds): Step => ({
	title: `${sites.toLocaleString('en')} sites`,
	start: async () => {
		// One for each poll, with some to spare: encoding many large ones takes long.
		const turns = Math.ceil(seconds / 2) + 12;
		const server = await startProfileServer({stacks: sites, sites, changes: 'slightly', turns});
		return {address: server.address, stop: async () => server.close()};
	},
});

const goroutinesStep = (goroutines: Count, goProgram: string): Step => ({
	title: `${goroutines.toLocaleString('en')} goroutines`,
	start: async () => {
		const target = await startGoTarget(goProgram, {goroutines});
		await wait(2000);
		return target;
	},
});

async function measureStep({title, start}: Step, seconds: Seconds): Promise<Grown> {
	const target = await start();
	try {
		const terminal = await openTerminal(size, goroutop(target.address, '--budget', '100%'));
		const {processId, records} = terminal;
		const look = () => ({
			at: performance.now() / 1000,
			cpu: cpuSeconds(processId),
			written: records.reduce((sum, {bytes}) => sum + bytes.length, 0),
		});
		await wait(settlingSeconds * 1000);
		const before = look();
		await wait((seconds - settlingSeconds) * 1000);
		const after = look();
		const residentBytes = resident(processId).total;
		for (let pressed = 0; pressed < keys; pressed += 1) {
			terminal.press(pressed % 2 === 0 ? 'j' : 'k');
			await wait(keyIntervalMilliseconds);
		}
		await wait(300);
		await terminal.kill();
		const frames = await replayFrames(size, records);
		const withData = frames.find(({lines}) => lines.some(line => /\.go:\d+/.test(line)));
		const elapsedSeconds = after.at - before.at;
		return {
			title,
			dataMilliseconds: (withData?.atMilliseconds ?? Number.NaN) - terminal.startedAtMilliseconds,
			cores: (after.cpu - before.cpu) / elapsedSeconds,
			writtenBytesPerSecond: (after.written - before.written) / elapsedSeconds,
			residentBytes,
			keyMilliseconds: latenciesOf(records, frames),
		};
	} finally {
		await target.stop();
	}
}
