import {existsSync} from 'node:fs';
import {mkdir, readFile, rename, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {wait} from './benchmark.ts';
import {type Shape, startGoTarget} from './go-target.ts';

export type CaptureName = keyof typeof captures;

type Capture = {readonly shape: Shape; readonly query: string};

/** What the runtime of a real Go program made, of known size. */
const captures = {
	'goroutine-2000.pb.gz': {
		shape: {goroutines: 100_000, stacks: 2000, sites: 400},
		query: 'goroutine',
	},
	'block-5000.pb.gz': {
		shape: {goroutines: 100, sites: 1000, blockedStacks: 5000},
		query: 'block',
	},
	'small.pb.gz': {shape: {goroutines: 20}, query: 'goroutine'},
	'dump-10k.txt': {shape: {goroutines: 10_000, stacks: 200, sites: 50}, query: 'goroutine?debug=2'},
	// Stacks so short that all of them go into the 64 MiB at which Go cuts a dump off.
	'dump-100k.txt': {
		shape: {goroutines: 100_000, stacks: 200, sites: 50, depth: 2},
		query: 'goroutine?debug=2',
	},
} as const satisfies Record<string, Capture>;

/** The path of a capture, which is taken once for every build of `goProgram`. */
export async function captureFile(name: CaptureName, goProgram: string): Promise<string> {
	const folder = path.join(path.dirname(goProgram), 'captures');
	const file = path.join(folder, name);
	if (existsSync(file)) return file;
	await mkdir(folder, {recursive: true});
	const {shape, query}: Capture = captures[name];
	const target = await startGoTarget(goProgram, shape);
	try {
		await wait(3000);
		const response = await fetch(`http://${target.address}/debug/pprof/${query}`);
		if (!response.ok) throw new Error(`The target answers ${response.status} when asked for ${query}.`);
		await writeFile(`${file}.part`, new Uint8Array(await response.arrayBuffer()));
	} finally {
		await target.stop();
	}
	await rename(`${file}.part`, file);
	return file;
}

/** How many goroutines a dump has. */
export async function dumpedGoroutines(file: string): Promise<number> {
	const bytes = await readFile(file);
	let count = bytes.subarray(0, 10).toString() === 'goroutine ' ? 1 : 0;
	for (let at = bytes.indexOf('\ngoroutine '); at !== -1; at = bytes.indexOf('\ngoroutine ', at + 1))
		count += 1;
	return count;
}
