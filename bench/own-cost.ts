import type {Bytes, Seconds} from '../source/profile/units.ts';
import {type Benchmark, byEffort, fixed, type Goal, wait} from './benchmark.ts';
import {cpuSeconds, residentBytes} from './process-usage.ts';
import {goroutop} from './program.ts';
import {startRealTarget} from './prometheus.ts';
import {openTerminal, type Size} from './terminal.ts';

type OwnCost = {
	readonly size: Size;
	readonly seconds: Seconds;
	readonly cores: number;
	readonly writtenBytesPerSecond: number;
	readonly residentBytesBySecond: readonly (readonly [at: Seconds, bytes: Bytes])[];
};

const settlingSeconds: Seconds = 5;
const memoryIntervalSeconds: Seconds = 5;
const goalSize: Size = {columns: 120, rows: 36};
const sizes: readonly Size[] = [goalSize, {columns: 200, rows: 50}];
const mebibyte: Bytes = 1024 * 1024;
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
				columns: ['terminal', 'CPU', 'written', 'RSS after 30 s', 'RSS at the end', 'RSS at most'],
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
	const residentBytesBySecond: (readonly [Seconds, Bytes])[] = [];
	for (let due = memoryIntervalSeconds; due <= seconds; due += memoryIntervalSeconds) {
		await wait((due - elapsed()) * 1000);
		residentBytesBySecond.push([due, residentBytes(processId)]);
	}
	const measuredSeconds = elapsed() - before.at;
	const used = cpuSeconds(processId) - before.cpu;
	const writtenBytesPerSecond = (written() - before.written) / measuredSeconds;
	terminal.press('q');
	await terminal.ended;
	return {size, seconds, cores: used / measuredSeconds, writtenBytesPerSecond, residentBytesBySecond};
}

const name = ({columns, rows}: Size) => `${columns}x${rows}`;
const mebibytes = (bytes: Bytes) => `${fixed(bytes / mebibyte, 0)} MiB`;

function memoryOf({residentBytesBySecond}: OwnCost) {
	const after = residentBytesBySecond.filter(([at]) => at >= 30).map(([, bytes]) => bytes);
	return {
		early: after[0] ?? Number.NaN,
		end: after.at(-1) ?? residentBytesBySecond.at(-1)?.[1] ?? Number.NaN,
		most: Math.max(...residentBytesBySecond.map(([, bytes]) => bytes)),
	};
}

function row(cost: OwnCost): readonly string[] {
	const {early, end, most} = memoryOf(cost);
	return [
		name(cost.size),
		`${fixed(cost.cores * 100, 2)} %`,
		`${fixed(cost.writtenBytesPerSecond / 1000, 2)} KB/s`,
		mebibytes(early),
		mebibytes(end),
		mebibytes(most),
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
		{wanted: `${who}: RSS at most 100 MB`, measured: mebibytes(most), met: most <= 100e6},
		...(Number.isNaN(early)
			? []
			: [
					{
						wanted: `${who}: RSS flat (at the end within 5 % of after 30 s)`,
						measured: `${mebibytes(early)} → ${mebibytes(end)}`,
						met: end <= early * flatWithin,
					},
				]),
	];
}
