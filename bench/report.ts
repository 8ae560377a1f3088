import {execFileSync} from 'node:child_process';
import {availableParallelism, cpus, loadavg} from 'node:os';
import process from 'node:process';
import type {Benchmark, Findings} from './benchmark.ts';

/** Where and when something was measured. */
export type Circumstances = {
	readonly date: string;
	readonly cpus: number;
	readonly cpuModel: string;
	readonly node: string;
	readonly go: string;
};

export function circumstances(): Circumstances {
	return {
		date: new Date().toISOString().slice(0, 10),
		cpus: availableParallelism(),
		cpuModel: cpus()[0]?.model ?? 'unknown',
		node: process.version,
		go: goVersion(),
	};
}

/** Processes that want to run, on average over the last minute. */
export const load = (): number => loadavg()[0] ?? Number.NaN;

function goVersion(): string {
	try {
		return execFileSync('go', ['env', 'GOVERSION']).toString().trim();
	} catch {
		return 'no Go';
	}
}

export function markdown(
	{name, about}: Benchmark,
	{columns, rows, goals, notes}: Findings,
	{date, cpus: count, cpuModel, node, go}: Circumstances,
	loads: {readonly before: number; readonly after: number},
): string {
	const machine = `${date}, ${count} × ${cpuModel}, Node ${node}, ${go}, load ${loads.before.toFixed(1)} → ${loads.after.toFixed(1)}`;
	const parts = [
		`## ${name}\n\n${about}. ${machine}.`,
		table(columns, rows),
		table(
			['goal', 'measured', ''],
			goals.map(({wanted, measured, met}) => [wanted, measured, met ? 'met' : 'MISSED']),
		),
		notes.map(note => `- ${note}`).join('\n'),
	];
	return `${parts.filter(part => part !== '').join('\n\n')}\n`;
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
	if (rows.length === 0) return '';
	const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}
