import {execFile} from 'node:child_process';
import {statSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {promisify} from 'node:util';
import type {Bytes, Count} from '../source/profile/units.ts';
import {type Benchmark, byEffort, type Effort} from './benchmark.ts';
import {type CaptureName, captureFile} from './captured-files.ts';
import type {DecodedOnce} from './decode-once.ts';
import {decodeColumns, decodeComparisons, decodeGoals, decodeRows} from './decode-report.ts';
import {buildGoProgram} from './go-program.ts';
import {findPeers, type Peers, peerNotes} from './peers.ts';
import {goroutop} from './program.ts';
import {type Timed, timed} from './timed.ts';

type DecodeCase = {
	readonly title: string;
	readonly kind: 'goroutine' | 'block' | 'dump';
	readonly capture: CaptureName;
	readonly rounds: (effort: Effort) => Count;
};

/** One file, in rounds: each round runs each of the programs once. */
export type DecodeResult = {
	readonly title: string;
	readonly kind: DecodeCase['kind'];
	readonly fileBytes: Bytes;
	/** Decoding alone, in a process that has decoded nothing before. */
	readonly alone: readonly DecodedOnce[];
	/** `goroutop check --once FILE`. */
	readonly check: readonly Timed[];
	readonly peers: readonly {readonly name: string; readonly runs: readonly Timed[]}[];
};

const cases: readonly DecodeCase[] = [
	{
		title: 'goroutine profile, 100,000 goroutines in 2,000 stacks',
		kind: 'goroutine',
		capture: 'goroutine-2000.pb.gz',
		rounds: effort => byEffort(effort, 1, 7, 15),
	},
	{
		title: 'block profile, 5,000 stacks',
		kind: 'block',
		capture: 'block-5000.pb.gz',
		rounds: effort => byEffort(effort, 1, 7, 15),
	},
	{
		title: 'dump, 10,000 goroutines',
		kind: 'dump',
		capture: 'dump-10k.txt',
		rounds: effort => byEffort(effort, 1, 3, 7),
	},
	{
		title: 'dump, 100,000 goroutines',
		kind: 'dump',
		capture: 'dump-100k.txt',
		rounds: effort => byEffort(effort, 1, 3, 7),
	},
];

export const decode: Benchmark = {
	name: 'decode',
	about: 'From a file that a Go program made to what is known of it',
	run: async ({effort, say}) => {
		const goProgram = await buildGoProgram();
		if (typeof goProgram !== 'string') {
			return {columns: [], rows: [], goals: [], notes: [`NOT RUN: ${goProgram.missing}.`], raw: undefined};
		}
		const peers = await findPeers(say);
		const results: DecodeResult[] = [];
		for (const each of cases) {
			const file = await captureFile(each.capture, goProgram);
			results.push(await measure(each, file, each.rounds(effort), peers, say));
		}
		return {
			columns: decodeColumns,
			rows: decodeRows(results),
			goals: decodeGoals(results),
			comparisons: decodeComparisons(results),
			notes: [
				...peerNotes(peers, ['pprof', 'pp']),
				'Decoding alone: read, inflated, decoded and grouped, in a new process each time; `first` as a watch begins, `later` the median of the runs after it. The others are whole programs, from their start to their end; go tool pprof also without the time that go takes to find it.',
				'Medians of rounds in which each ran once. Kept: what a watch goes on holding of the file, measured after collections.',
			],
			raw: results,
		};
	},
};

async function measure(
	{title, kind}: DecodeCase,
	file: string,
	rounds: Count,
	peers: Peers,
	say: (line: string) => void,
): Promise<DecodeResult> {
	const alone: DecodedOnce[] = [];
	const check: Timed[] = [];
	const others = peerCommands(kind, file, peers).map(({name, ...how}) => ({name, how, runs: [] as Timed[]}));
	// The first round only warms the file cache, and the cache in which go keeps pprof.
	for (let round = 0; round <= rounds; round += 1) {
		say(`decode: ${title}, round ${round} of ${rounds}`);
		const once = await decodeOnce(kind, file, kind === 'dump' ? 5 : 20);
		// Exit codes 1 and 2 say that it found something, 3 that one profile of a kind has no rate to judge.
		const checked = await timed(goroutop('check', '--once', file), {goodCodes: [0, 1, 2, 3]});
		for (const {how, runs} of others) {
			const run = await timed(how.command, {input: how.input});
			if (round > 0) runs.push(run);
		}
		if (round > 0) {
			alone.push(once);
			check.push(checked);
		}
	}
	return {
		title,
		kind,
		fileBytes: statSync(file).size,
		alone,
		check,
		peers: others.map(({name, runs}) => ({name, runs})),
	};
}

function peerCommands(
	kind: DecodeCase['kind'],
	file: string,
	{pp, pprof}: Peers,
): readonly {readonly name: string; readonly command: readonly string[]; readonly input: string}[] {
	if (kind === 'dump') {
		return 'missing' in pp ? [] : [{name: 'panicparse', command: [pp.command], input: file}];
	}
	if ('missing' in pprof) return [];
	const words = ['-top', file];
	return [
		{name: 'go tool pprof -top', command: ['go', 'tool', 'pprof', ...words], input: '/dev/null'},
		{name: 'pprof -top, without go', command: [pprof.command, ...words], input: '/dev/null'},
	];
}

async function decodeOnce(kind: string, file: string, runs: Count): Promise<DecodedOnce> {
	const {stdout} = await promisify(execFile)(process.execPath, [
		'--expose-gc',
		path.join(import.meta.dirname, 'decode-once.ts'),
		kind,
		file,
		String(runs),
	]);
	return JSON.parse(stdout);
}
