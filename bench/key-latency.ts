import type {Count, Milliseconds} from '../source/profile/units.ts';
import {type Benchmark, byEffort, fixed, wait} from './benchmark.ts';
import {replayFrames} from './frames.ts';
import {latenciesOf, shownLatency} from './latencies.ts';
import {startProfileServer} from './profile-server.ts';
import {goroutop} from './program.ts';
import {percentile} from './statistics.ts';
import {openTerminal} from './terminal.ts';

type Load = {
	readonly name: string;
	readonly stacks: Count;
	readonly intervalMilliseconds: Milliseconds;
	/** Wanted of this share of the keys. */
	readonly goal: {readonly share: 0.95 | 0.99; readonly milliseconds: Milliseconds};
	/** Of the dump that is asked for every three seconds; none at 0. */
	readonly dumpedGoroutines: Count;
};

type Latency = {
	readonly load: Load;
	readonly millisecondsByKey: readonly Milliseconds[];
	readonly unanswered: Count;
	readonly profilesPerSecond: number;
	readonly dumps: Count;
};

const size = {columns: 120, rows: 36};
const keyIntervalMilliseconds: Milliseconds = 100;
const loads: readonly Load[] = [
	{
		name: 'idle: 40 stacks, every 2 s',
		stacks: 40,
		intervalMilliseconds: 2000,
		goal: {share: 0.95, milliseconds: 8},
		dumpedGoroutines: 0,
	},
	// Just small enough to be decoded on the thread that draws.
	{
		name: 'decoding: 3 profiles of 400 stacks, every 500 ms',
		stacks: 400,
		intervalMilliseconds: 500,
		goal: {share: 0.99, milliseconds: 30},
		dumpedGoroutines: 0,
	},
	{
		name: 'decoding: 3 profiles of 5,000 stacks, every 500 ms',
		stacks: 5000,
		intervalMilliseconds: 500,
		goal: {share: 0.99, milliseconds: 30},
		dumpedGoroutines: 0,
	},
	{
		name: 'a dump of 17,500 goroutines (20 MB) every 3 s',
		stacks: 40,
		intervalMilliseconds: 2000,
		goal: {share: 0.99, milliseconds: 30},
		dumpedGoroutines: 17_500,
	},
];

export const keyLatency: Benchmark = {
	name: 'key-latency',
	about: 'From a key press (j and k in turn) to the last byte of the frame in which the cursor has moved',
	run: async ({effort, say}) => {
		const latencies: Latency[] = [];
		for (const load of loads) {
			say(`key-latency: ${load.name}`);
			latencies.push(await measureLatency(load, byEffort(effort, 40, 200, 600)));
		}
		return {
			columns: ['', 'p50 ms', 'p95', 'p99', 'max', 'keys', 'unanswered', 'profiles/s', 'dumps'],
			rows: latencies.map(({load, millisecondsByKey, unanswered, profilesPerSecond, dumps}) => [
				load.name,
				...[0.5, 0.95, 0.99, 1].map(share =>
					shownLatency(percentile(millisecondsByKey, share), keyIntervalMilliseconds),
				),
				String(millisecondsByKey.length),
				String(unanswered),
				fixed(profilesPerSecond, 1),
				String(dumps),
			]),
			goals: latencies.map(({load: {name, goal}, millisecondsByKey, unanswered}) => {
				const slow = percentile(millisecondsByKey, goal.share);
				return {
					wanted: `${name}: p${goal.share * 100} at most ${goal.milliseconds} ms, every key answered`,
					measured: `${shownLatency(slow, keyIntervalMilliseconds)} ms${unanswered === 0 ? '' : `, ${unanswered} not answered`}`,
					met: slow <= goal.milliseconds && unanswered === 0,
				};
			}),
			comparisons: latencies.map(({load: {name}, millisecondsByKey}) => ({
				what: `key press to frame, p50 and p99, ${name}`,
				own: [0.5, 0.99]
					.map(share => `${shownLatency(percentile(millisecondsByKey, share), keyIntervalMilliseconds)} ms`)
					.join(', '),
			})),
			notes: [
				`Keys ${keyIntervalMilliseconds} ms apart, --budget 100%, terminal of ${size.columns}x${size.rows}.`,
			],
			raw: latencies,
		};
	},
};

async function measureLatency(load: Load, keys: Count): Promise<Latency> {
	const seconds = (keys * keyIntervalMilliseconds) / 1000;
	const turns = Math.ceil(((seconds + 8) * 1000) / load.intervalMilliseconds);
	const server = await startProfileServer({
		stacks: load.stacks,
		turns,
		dumpedGoroutines: load.dumpedGoroutines,
	});
	const interval = `${load.intervalMilliseconds}ms`;
	const terminal = await openTerminal(
		size,
		goroutop(server.address, '--interval', interval, '--budget', '100%'),
	);
	await terminal.until(/\.go:\d+/);
	await wait(4000);
	const before = server.servedProfiles();
	for (let pressed = 0; pressed < keys; pressed += 1) {
		if (load.dumpedGoroutines > 0 && pressed % 30 === 0) {
			terminal.press('d');
		}

		terminal.press(pressed % 2 === 0 ? 'j' : 'k');
		await wait(keyIntervalMilliseconds);
	}
	const dumps = server.servedDumps();
	const profilesPerSecond = (server.servedProfiles() - before) / seconds;
	await wait(300);
	const records = [...terminal.records];
	await terminal.kill();
	server.close();
	const millisecondsByKey = latenciesOf(records, await replayFrames(size, records));
	const unanswered = millisecondsByKey.filter(latency => latency === Number.POSITIVE_INFINITY).length;
	return {load, millisecondsByKey, unanswered, profilesPerSecond, dumps};
}
