import {rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {parseArgs} from 'node:util';
import {Worker} from 'node:worker_threads';
import {fuzzTargets} from '../../test/fuzz/targets.ts';
import {bundleTargets} from './bundle-target.ts';
import {readCorpus, writeCorpus, writeFinding} from './corpus.ts';
import {lastInputIn, type WorkerOrder, type WorkerReport} from './worker-order.ts';

const usage = `node scripts/fuzz/fuzz.mjs all|NAME... [--minutes 10] [--seed 1] [--corpus-bytes 20000] [--dry]

Fuzzes decoders, led by the code that inputs reach, and keeps what it learnt in test/fuzz/corpus (not with --dry).
Names: ${fuzzTargets.map(({name}) => name).join(' ')}
`;
const sharedBytes = 1024 * 1024;
/** An input that takes this long hangs. */
const hangMilliseconds = 30_000;
const saidEveryMilliseconds = 60_000;

/** Runs what the words ask for, one after the other; gives the exit code. */
export async function runFuzzer(words: readonly string[]): Promise<number> {
	const {values, positionals} = parseArgs({
		args: [...words],
		allowPositionals: true,
		options: {
			minutes: {type: 'string', default: '10'},
			seed: {type: 'string', default: '1'},
			'corpus-bytes': {type: 'string', default: '20000'},
			dry: {type: 'boolean', default: false},
		},
	});
	const all = fuzzTargets.map(({name}) => name);
	const names = positionals.includes('all') ? all : positionals;
	if (names.length === 0 || names.some(name => !all.includes(name))) {
		process.stderr.write(usage);
		return 2;
	}
	const bundleFile = path.join(tmpdir(), `goroutop-fuzz-${process.pid}.mjs`);
	const counters = await bundleTargets(bundleFile);
	let findings = 0;
	try {
		for (const targetName of names) {
			const corpus = readCorpus(targetName);
			const order = {targetName, bundleFile, counters, corpus, shared: new SharedArrayBuffer(sharedBytes)};
			const [minutes, seed] = [Number(values.minutes), Number(values.seed)];
			const corpusBytes = Number(values['corpus-bytes']);
			findings += await runOne({...order, minutes, seed, corpusBytes}, values.dry);
		}
	} finally {
		rmSync(bundleFile, {force: true});
	}
	return findings === 0 ? 0 : 1;
}

/** Gives the number of findings. */
function runOne(order: WorkerOrder, isDry: boolean): Promise<number> {
	const {targetName} = order;
	const worker = new Worker(new URL('fuzz-worker.ts', import.meta.url), {
		workerData: order,
		resourceLimits: {maxOldGenerationSizeMb: 1024},
	});
	const startedAt = performance.now();
	const {length, serial, bytes} = lastInputIn(order.shared);
	let aliveAt = startedAt;
	let lastSerial = 0;
	let saidAt = startedAt;
	const told = new Set<string>();
	const say = (text: string) => process.stdout.write(`${targetName}: ${text}\n`);
	const tell = (property: string, message: string, input: Uint8Array) => {
		if (told.has(property)) return;
		told.add(property);
		say(`FOUND ${message}\n  in ${isDry ? 'an input that was not kept' : writeFinding(targetName, {input})}`);
	};
	const endBy = (property: string, message: string) => {
		tell(property, message, bytes.slice(0, length[0]));
		void worker.terminate();
	};

	return new Promise(resolve => {
		const guard = setInterval(() => {
			if (serial[0] !== lastSerial) {
				aliveAt = performance.now();
				lastSerial = serial[0] ?? 0;
			} else if (performance.now() - aliveAt > hangMilliseconds) {
				endBy('hang', 'an input that hangs');
			}
		}, 1000);
		worker.on('error', error => endBy('crash', String(error)));
		worker.on('exit', () => {
			clearInterval(guard);
			resolve(told.size);
		});
		worker.on('message', ({executions, inputs, blocks, findings, corpus}: WorkerReport) => {
			const heardAt = performance.now();
			for (const {property, message, input} of findings) tell(property, message, input);
			const minutes = (heardAt - startedAt) / 60_000;
			if (corpus !== undefined && !isDry) writeCorpus(targetName, corpus);
			if (corpus === undefined && heardAt - saidAt < saidEveryMilliseconds) return;
			saidAt = heardAt;
			const kept = corpus === undefined ? '' : `, ${corpus.length} kept`;
			say(`${minutes.toFixed(1)} min, ${executions} executions, ${blocks} blocks, ${inputs} inputs${kept}`);
		});
	});
}
