import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {buildBundle} from '../scripts/bundle/build-bundle.mjs';
import type {Bytes, Seconds} from '../source/profile/units.ts';
import {
	atMost,
	type Benchmark,
	byEffort,
	type Comparison,
	fixed,
	type Goal,
	ratioInWords,
	wait,
} from './benchmark.ts';
import {findPeers, type Peers, peerNotes} from './peers.ts';
import {cpuSeconds, type Resident, resident} from './process-usage.ts';
import {startProfileServer} from './profile-server.ts';
import {goroutop} from './program.ts';
import {startRealTarget} from './prometheus.ts';
import {mean, median} from './statistics.ts';
import {openTerminal, type Size} from './terminal.ts';

type Monitor = {readonly name: string; readonly size: Size; readonly command: readonly string[]};

type OwnCost = {
	readonly name: string;
	/** Of windows of ten seconds each, 1 being one core. */
	readonly cores: readonly number[];
	readonly writtenBytesPerSecond: readonly number[];
	readonly memory: readonly (Resident & {readonly atSeconds: Seconds})[];
};

const settlingSeconds: Seconds = 10;
const windowSeconds: Seconds = 10;
const size: Size = {columns: 200, rows: 50};
const bareRequests = path.join(import.meta.dirname, 'bare-requests.ts');
/** More sites than a terminal of this size has rows. */
const sites = 60;
/** Memory is flat when it ends no more than this times what it was after a minute. */
const flatWithin = 1.05;

export const ownCost: Benchmark = {
	name: 'own-cost',
	about: 'What goroutop takes itself while it watches every 2 s, beside other monitors',
	run: async ({effort, seconds, say}) => {
		const duration = seconds ?? byEffort(effort, 20, 80, 310);
		const peers = await findPeers(say);
		const folder = await mkdtemp(path.join(tmpdir(), 'goroutop-bare-'));
		await buildBundle({entryPoint: bareRequests, outputFolder: folder, isOneFile: true});
		const server = await startProfileServer({stacks: sites, sites, changes: 'slightly', turns: 1000});
		const real = effort === 'full' ? await startRealTarget() : undefined;
		const ownMonitor: Monitor = {
			name: 'goroutop',
			size,
			command: goroutop(server.address, '--budget', '100%'),
		};
		const monitors: readonly Monitor[] = [
			ownMonitor,
			...(real === undefined
				? []
				: [{name: `goroutop on ${real.what}`, size, command: goroutop(real.address)}]),
			{
				name: 'its requests alone',
				size,
				command: [process.execPath, path.join(folder, 'cli.js'), server.address],
			},
			...peerMonitors(peers, server.address),
		];
		try {
			say(`own-cost: ${monitors.map(({name}) => name).join(', ')} side by side, ${duration} s`);
			const costs = await Promise.all(monitors.map(monitor => measureOwnCost(monitor, duration)));
			const [own, ...others] = costs;
			return {
				columns: [
					`at ${size.columns}x${size.rows}`,
					'CPU (least to most)',
					'written',
					'RSS after 1 min',
					'RSS at the end',
					'of it anonymous',
				],
				rows: costs.map(row),
				goals: own === undefined ? [] : goalsOf(own, others, peers),
				comparisons: own === undefined ? [] : others.flatMap(other => comparisonsOf(own, other)),
				notes: [
					...peerNotes(peers, ['roumon', 'htop', 'btop']),
					`All at the same time, each on a terminal of its own, every 2 s; ${duration} s, the first ${settlingSeconds} not counted; medians of windows of ${windowSeconds} s.`,
					`Its requests alone: the same ones with the same part of undici on the same Node, nothing decoded and nothing drawn; what goroutop takes cannot be less.`,
					`goroutop watches a server of profiles with ${sites} sites, half of whose numbers change slightly from one poll to the next; htop and btop watch this machine.`,
				],
				raw: costs,
			};
		} finally {
			server.close();
			await real?.stop();
			await rm(folder, {recursive: true});
		}
	},
};

function peerMonitors({roumon, htop, btop}: Peers, address: string): readonly Monitor[] {
	const [host = '', port = ''] = address.split(':');
	return [
		'missing' in roumon ? [] : [{name: 'roumon', command: [roumon.command, '-host', host, '-port', port]}],
		'missing' in htop ? [] : [{name: 'htop', command: [htop.command, '-d', '20']}],
		'missing' in btop ? [] : [{name: 'btop', command: [btop.command]}],
	]
		.flat()
		.map(monitor => ({...monitor, size}));
}

async function measureOwnCost(monitor: Monitor, seconds: Seconds): Promise<OwnCost> {
	const terminal = await openTerminal(monitor.size, monitor.command);
	const {processId, records} = terminal;
	const written = () => records.reduce((sum, {bytes}) => sum + bytes.length, 0);
	const begun = performance.now();
	const elapsed = () => (performance.now() - begun) / 1000;
	const look = () => ({at: elapsed(), cpu: cpuSeconds(processId), written: written()});
	await wait(settlingSeconds * 1000);
	const cores: number[] = [];
	const writtenBytesPerSecond: number[] = [];
	const memory: OwnCost['memory'][number][] = [];
	let before = look();
	for (let due = settlingSeconds + windowSeconds; due <= seconds; due += windowSeconds) {
		await wait((due - elapsed()) * 1000);
		const now = look();
		cores.push((now.cpu - before.cpu) / (now.at - before.at));
		writtenBytesPerSecond.push((now.written - before.written) / (now.at - before.at));
		memory.push({atSeconds: due, ...resident(processId)});
		before = now;
	}
	await terminal.kill();
	return {name: monitor.name, cores, writtenBytesPerSecond, memory};
}

const percent = (cores: number) => `${fixed(cores * 100, 2)} %`;
const perSecond = (bytes: number) => `${fixed(bytes / 1000, 2)} KB/s`;
const megabytes = (bytes: Bytes) => (Number.isNaN(bytes) ? '–' : `${fixed(bytes / 1e6, 0)} MB`);

function memoryOf({memory}: OwnCost) {
	return {
		early: memory.find(({atSeconds}) => atSeconds >= 60)?.total ?? Number.NaN,
		end: memory.at(-1)?.total ?? Number.NaN,
		anonymous: memory.at(-1)?.anonymous ?? Number.NaN,
	};
}

function row(cost: OwnCost): readonly string[] {
	const {early, end, anonymous} = memoryOf(cost);
	const {cores} = cost;
	return [
		cost.name,
		`${percent(median(cores))} (${fixed(Math.min(...cores) * 100, 2)} to ${fixed(Math.max(...cores) * 100, 2)})`,
		perSecond(mean(cost.writtenBytesPerSecond)),
		megabytes(early),
		megabytes(end),
		megabytes(anonymous),
	];
}

function goalsOf(own: OwnCost, others: readonly OwnCost[], {roumon}: Peers): readonly Goal[] {
	const {early, end} = memoryOf(own);
	const cores = median(own.cores);
	const written = mean(own.writtenBytesPerSecond);
	const theirs = others.find(({name}) => name === 'roumon');
	const share = theirs === undefined ? Number.NaN : written / mean(theirs.writtenBytesPerSecond);
	const quarter = 'written to the terminal: at most a quarter of what roumon writes';
	return [
		atMost('CPU at most 0.6 % of a core', cores, 0.006, percent(cores)),
		atMost('at most 1.5 KB/s written to the terminal', written, 1500, perSecond(written)),
		'missing' in roumon
			? {wanted: quarter, measured: 'roumon is not here, and a stand-in draws nothing', met: undefined}
			: atMost(quarter, share, 0.25, fixed(share, 2)),
		atMost('RSS after a minute at most 80 MB', early, 80e6, megabytes(early)),
		...(own.memory.length < 20
			? []
			: [
					atMost(
						'RSS at the end within 5 % of after a minute',
						end / early,
						flatWithin,
						`${megabytes(early)} → ${megabytes(end)}`,
					),
				]),
	];
}

function comparisonsOf(own: OwnCost, other: OwnCost): readonly Comparison[] {
	const compare = (
		what: string,
		value: (cost: OwnCost) => number,
		show: (value: number) => string,
	): Comparison => ({
		what: `${what}, ${size.columns}x${size.rows} every 2 s`,
		own: show(value(own)),
		peer: {name: other.name, theirs: show(value(other)), ratio: ratioInWords(value(own), value(other))},
	});
	return [
		compare('CPU of the monitor', ({cores}) => median(cores), percent),
		compare('written to the terminal', ({writtenBytesPerSecond}) => mean(writtenBytesPerSecond), perSecond),
		compare('RSS after 1 min', cost => memoryOf(cost).early, megabytes),
	];
}
