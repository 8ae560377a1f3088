import {execFileSync} from 'node:child_process';
import {availableParallelism, cpus, totalmem} from 'node:os';
import process from 'node:process';
import type {Benchmark, Findings, Goal} from './benchmark.ts';
import {isBusy, loadInWords, type MachineLoad} from './machine-load.ts';

/** Where and when something was measured. */
export type Circumstances = {
	readonly date: string;
	readonly cpus: number;
	readonly cpuModel: string;
	readonly memoryGigabytes: number;
	readonly node: string;
	readonly go: string;
};

export function circumstances(): Circumstances {
	return {
		date: new Date().toISOString().slice(0, 10),
		cpus: availableParallelism(),
		cpuModel: cpus()[0]?.model ?? 'unknown',
		memoryGigabytes: Math.round(totalmem() / 2 ** 30),
		node: process.version,
		go: goVersion(),
	};
}

function goVersion(): string {
	try {
		return execFileSync('go', ['env', 'GOVERSION']).toString().trim();
	} catch {
		return 'no Go';
	}
}

/** Where and when, in a row of facts. */
export const machine = (
	{date, cpus: count, cpuModel, memoryGigabytes, node, go}: Circumstances,
	loads: MachineLoad,
): string =>
	`${date}, ${count} × ${cpuModel}, ${memoryGigabytes} GB, Node ${node}, ${go}, ${loadInWords(loads)}`;

export function markdown(
	{name, about}: Benchmark,
	{columns, rows, goals, notes}: Findings,
	circumstances: Circumstances,
	loads: MachineLoad,
): string {
	const parts = [
		`## ${name}\n\n${about}. ${machine(circumstances, loads)}.`,
		table(columns, rows),
		goalsTable([{goals, loads}]),
		notesList(isBusy(loads) ? [busyNote, ...notes] : notes),
	];
	return `${parts.filter(part => part !== '').join('\n\n')}\n`;
}

export const busyNote =
	'THE MACHINE WAS BUSY WITH OTHER PROGRAMS: times are longer than they are, gaps wider, and goroutop, which takes slow answers for dear ones, asks less often.';

export const notesList = (notes: readonly string[]): string => notes.map(note => `- ${note}`).join('\n');

/** Of a benchmark with what the machine did meanwhile: a verdict on a busy one is none to rely on, for better or worse. */
export const goalsTable = (
	judged: readonly {readonly goals: readonly Goal[]; readonly loads: MachineLoad}[],
) =>
	table(
		['goal', 'measured', ''],
		judged.flatMap(({goals, loads}) =>
			goals.map(({wanted, measured, met}) => [wanted, measured, verdict(met, isBusy(loads))]),
		),
	);

function verdict(met: boolean | undefined, wasBusy: boolean): string {
	if (met === undefined) return 'NOT MEASURABLE';
	return `${met ? 'met' : 'MISSED'}${wasBusy ? ', on a busy machine' : ''}`;
}

export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
	if (rows.length === 0) return '';
	const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}
