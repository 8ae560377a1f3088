import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {loadavg} from 'node:os';
import type {Seconds} from '../source/profile/units.ts';

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK']).toString());

/** What else the machine did while something was measured. */
export type MachineLoad = {
	/** Processes that want to run, on average over the minute before and the last one. */
	readonly before: number;
	readonly after: number;
	/** CPU that neither this program took nor those it started, 1 being one core. */
	readonly otherCores: number;
};

/** From here on another program is part of what is measured. */
const busyCores = 0.2;

/** Starts watching the machine; what it returns tells what was seen since. All that was started must have ended by then. */
export function watchMachine(): () => MachineLoad {
	const before = look();
	return () => {
		const after = look();
		const others = after.busy - before.busy - (after.own - before.own);
		return {
			before: before.load,
			after: after.load,
			otherCores: Math.max(0, others / (after.at - before.at)),
		};
	};
}

export const isBusy = ({otherCores}: MachineLoad): boolean => otherCores > busyCores;

export const loadInWords = ({before, after, otherCores}: MachineLoad): string =>
	`load ${before.toFixed(1)} → ${after.toFixed(1)}, other programs took ${otherCores.toFixed(2)} cores`;

function look(): {
	readonly at: Seconds;
	readonly load: number;
	readonly busy: Seconds;
	readonly own: Seconds;
} {
	// cpu user nice system idle iowait irq softirq steal: what the host took from this machine counts as other programs.
	const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = numbersIn(
		'/proc/stat',
		/^cpu +(.*)$/m,
	);
	// utime stime cutime cstime: with the children that were waited for, and theirs.
	const own = numbersIn('/proc/self/stat', /\) \S+ (.*)$/s).slice(10, 14);
	return {
		at: performance.now() / 1000,
		load: loadavg()[0] ?? Number.NaN,
		busy: (user + nice + system + irq + softirq + steal) / ticksPerSecond,
		own: own.reduce((sum, ticks) => sum + ticks, 0) / ticksPerSecond,
	};
}

const numbersIn = (file: string, pattern: RegExp): readonly number[] =>
	(pattern.exec(readFileSync(file, 'utf8'))?.[1] ?? '').trim().split(/\s+/).map(Number);
