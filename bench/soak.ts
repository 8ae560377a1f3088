import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {promisify} from 'node:util';
import type {Bytes, Count} from '../source/profile/units.ts';
import {atMost, type Benchmark, byEffort, fixed} from './benchmark.ts';

/** Where the program stood at the end of an hour of its own time. */
type Hour = {readonly hour: Count; readonly residentBytes: Bytes; readonly heapBytes: Bytes};

const script = path.join(import.meta.dirname, '../test/soak/soak.ts');
const hourLine = /^hour +(\d+) +rss ([\d.]+) MiB +heap ([\d.]+) MiB/gmu;
const mebibyte: Bytes = 1024 * 1024;
/** At the end no more than this times what it was after the first hour. */
const flatWithin = 1.05;

export const soak: Benchmark = {
	name: 'soak',
	about: 'What a day of watching every 2 s (43,200 samples) leaves in memory, with a clock that runs ahead',
	isForFullRuns: true,
	run: async ({effort, say}) => {
		const nothing = {columns: [], rows: [], goals: [], raw: undefined};
		if (!existsSync(script)) return {...nothing, notes: ['NOT RUN: test/soak is not here.']};
		const hours = byEffort(effort, 2, 24, 24);
		say(`soak: ${hours} hours`);
		const {stdout} = await promisify(execFile)(process.execPath, [script, '--days', String(hours / 24)], {
			maxBuffer: 64e6,
			// It ends with 1 when something grew: that is a finding here.
		}).catch((error: {readonly stdout: string}) => error);
		const found = [...stdout.matchAll(hourLine)].map(
			([, hour, resident, heap]): Hour => ({
				hour: Number(hour),
				residentBytes: Number(resident) * mebibyte,
				heapBytes: Number(heap) * mebibyte,
			}),
		);
		const [first] = found;
		const last = found.at(-1);
		if (first === undefined || last === undefined) {
			return {...nothing, notes: [`NOT RUN: test/soak told of no hour: ${stdout.slice(0, 200)}`]};
		}
		const growth = last.residentBytes / first.residentBytes;
		const grown = `${megabytes(first.residentBytes)} → ${megabytes(last.residentBytes)}`;
		return {
			columns: ['hours of watching', 'RSS', 'heap in use'],
			rows: [
				first,
				...found.filter(({hour}) => hour > 1 && hour % 6 === 0),
				...(hours < 6 ? [last] : []),
			].map(({hour, residentBytes, heapBytes}) => [
				String(hour),
				megabytes(residentBytes),
				megabytes(heapBytes),
			]),
			goals: [
				atMost(
					`RSS after ${last.hour} hours within 5 % of after the first`,
					growth,
					flatWithin,
					`${grown} (${fixed((growth - 1) * 100, 1)} %)`,
				),
			],
			comparisons: [{what: `RSS after 1 h and after ${last.hour} h, simulated`, own: grown}],
			notes: [
				'The whole program but its terminal, with restarts of the target, faulty answers, keys and resizes; RSS here holds the server that it watches, too.',
			],
			raw: found,
		};
	},
};

const megabytes = (bytes: Bytes): string => `${fixed(bytes / 1e6, 0)} MB`;
