import type {Bytes, Seconds} from '../source/profile/units.ts';
import {type Benchmark, byEffort, fixed, type Goal, wait} from './benchmark.ts';
import {cpuSeconds, type Resident, resident} from './process-usage.ts';
import {goroutop} from './program.ts';
import {startRealTarget} from './prometheus.ts';
import {openTerminal, type Size} from './terminal.ts';

type OwnCost = {
	readonly size: Size;
	readonly seconds: Seconds;
	readonly cores: number;
	readonly writtenBytesPerSecond: number;
	readonly memory: readonly (Resident & {readonly atSeconds: Seconds})[];
};

const settlingSeconds: Seconds = 5;
const memoryIntervalSeconds: Seconds = 5;
const goalSize: Size = {columns: 120, rows: 36};
const sizes: readonly Size[] = [goalSize, {columns: 200, rows: 50}];
/** Memory is flat when it ends no more than this times what it was after 30 seconds. */
const flatWithin = 1.05;

export const ownCost: Benchmark = {
	name: 'own-cost',
	about: 'What goroutop takes while it watches a busy Go program every 2 s',
	run: async ({effort, seconds, say}) => {
		const duration = seconds ?? byEffort(effort, 15, 60, 300);
		const target = await startRealTarget();
		try {
			const costs: OwnCost[] = [];
			for (const size of sizes) {
				say(`own-cost: ${target.what}, ${name(size)}, ${duration} s`);
				costs.push(await measureOwnCost(target.address, size, duration));
			}
			return {
				columns: [
					'terminal',
					'CPU',
					'written',
					'RSS after 30 s',
					'RSS at the end',
					'RSS at most',
					'anonymous at the end',
				],
				rows: costs.map(row),
				goals: costs.flatMap(goalsOf),
				notes: [
					`Target: ${target.what}. ${duration} s; CPU and bytes from the ${settlingSeconds}th second on.`,
				],
				raw: {target: target.what, costs},
			};
		} finally {
			await target.stop();
		}
	},
};

async function measureOwnCost(address: string, size: Size, seconds: Seconds): Promise<OwnCost> {
	const terminal = await openTerminal(size, goroutop(address));
	const {processId, records} = terminal;
	const written = () => records.reduce((sum, {bytes}) => sum + bytes.length, 0);
	const begun = performance.now();
	const elapsed = () => (performance.now() - begun) / 1000;
	await wait(settlingSeconds * 1000);
	const before = {at: elapsed(), cpu: cpuSeconds(processId), written: written()};
	const memory: OwnCost['memory'][number][] = [];
	for (let due = memoryIntervalSeconds; due <= seconds; due += memoryIntervalSeconds) {
		await wait((due - elapsed()) * 1000);
		memory.push({atSeconds: due, ...resident(processId)});
	}
	const measuredSeconds = elapsed() - before.at;
	const used = cpuSeconds(processId) - before.cpu;
	const writtenBytesPerSecond = (written() - before.written) / measuredSeconds;
	terminal.press('q');
	await terminal.ended;
	return {size, seconds, cores: used / measuredSeconds, writtenBytesPerSecond, memory};
}

const name = ({columns, rows}: Size) => `${columns}x${rows}`;
const megabytes = (bytes: Bytes) => (Number.isNaN(bytes) ? '–' : `${fixed(bytes / 1e6, 0)} MB`);

function memoryOf({memory}: OwnCost) {
	return {
		early: memory.find(({atSeconds}) => atSeconds >= 30)?.total ?? Number.NaN,
		end: memory.at(-1)?.total ?? Number.NaN,
		most: Math.max(...memory.map(({total}) => total)),
		anonymous: memory.at(-1)?.anonymous ?? Number.NaN,
	};
}

function row(cost: OwnCost): readonly string[] {
	const {early, end, most, anonymous} = memoryOf(cost);
	return [
		name(cost.size),
		`${fixed(cost.cores * 100, 2)} %`,
		`${fixed(cost.writtenBytesPerSecond / 1000, 2)} KB/s`,
		megabytes(early),
		megabytes(end),
		megabytes(most),
		megabytes(anonymous),
	];
}

function goalsOf(cost: OwnCost): readonly Goal[] {
	const who = name(cost.size);
	const {early, end, most} = memoryOf(cost);
	const written = cost.writtenBytesPerSecond / 1000;
	return [
		{wanted: `${who}: CPU at most 2 %`, measured: `${fixed(cost.cores * 100, 2)} %`, met: cost.cores <= 0.02},
		...(cost.size === goalSize
			? [
					{
						wanted: `${who}: at most 2.5 KB/s written`,
						measured: `${fixed(written, 2)} KB/s`,
						met: written <= 2.5,
					},
				]
			: []),
		{wanted: `${who}: RSS at most 100 MB`, measured: megabytes(most), met: most <= 100e6},
		...(Number.isNaN(early)
			? []
			: [
					{
						wanted: `${who}: RSS flat (at the end within 5 % of after 30 s)`,
						measured: `${megabytes(early)} → ${megabytes(end)}`,
						met: end <= early * flatWithin,
					},
				]),
	];
}
