import {pathToFileURL} from 'node:url';
import {parentPort, workerData} from 'node:worker_threads';
import {randomFrom} from '../../test/fuzz/random.ts';
import type {FuzzTarget} from '../../test/fuzz/target.ts';
import {coverageOf} from './coverage.ts';
import {fuzz, shortened, type Watch} from './fuzz-loop.ts';
import {countersName} from './instrument.ts';
import {lastInputIn, type WorkerOrder, type WorkerReport} from './worker-order.ts';

/** Shortening what is kept must not take longer than finding it. */
const distillingMilliseconds = 120_000;
const maxKept = 60;

const order: WorkerOrder = workerData;
const counters = new Uint32Array(order.counters);
Object.assign(globalThis, {[countersName]: counters});
const {fuzzTargets}: {fuzzTargets: readonly FuzzTarget[]} = await import(
	pathToFileURL(order.bundleFile).href
);
const target = fuzzTargets.find(({name}) => name === order.targetName);
if (target === undefined) throw new Error(`there is no ${order.targetName}`);

const coverage = coverageOf(counters);
const {length, serial, bytes} = lastInputIn(order.shared);
const watch: Watch = {
	note(input) {
		bytes.set(input.subarray(0, bytes.length));
		length[0] = input.length;
		serial[0] = (serial[0] ?? 0) + 1;
	},
	async report({executions, inputs, findings}) {
		tell({executions, inputs: inputs.length, blocks: coverage.blocks(), findings, corpus: undefined});
		// Timers and messages get their turn.
		await new Promise(resolve => setImmediate(resolve));
	},
};
const start = [...order.corpus, ...target.seeds().map(seed => new Uint8Array(seed))];
const endsAt = performance.now() + order.minutes * 60_000;
const run = await fuzz(target, start, coverage, randomFrom(order.seed), endsAt, watch);
const blocks = coverage.blocks();
const corpus = await distilled(target, run.inputs, order.corpusBytes);
tell({executions: run.executions, inputs: run.inputs.length, blocks, findings: run.findings, corpus});

function tell(report: WorkerReport): void {
	parentPort?.postMessage(report);
}

/** Few inputs that reach nearly all that was reached, each without what it does not need for that. */
async function distilled(
	{check}: FuzzTarget,
	inputs: readonly Uint8Array[],
	maxBytes: number,
): Promise<readonly Uint8Array[]> {
	const reachedBy = async (input: Uint8Array) => {
		watch.note(input);
		coverage.reset();
		try {
			await check(input);
		} catch {
			// It was found already.
		}
		return coverage.reached();
	};
	const candidates: {readonly input: Uint8Array; readonly reached: readonly number[]}[] = [];
	for (const input of inputs) {
		// What is half a corpus by itself is not worth it.
		if (input.length <= maxBytes / 10) candidates.push({input, reached: await reachedBy(input)});
	}

	const known = new Set<number>();
	const kept: Uint8Array[] = [];
	const untilAt = performance.now() + distillingMilliseconds;
	let left = maxBytes;
	for (const {input, reached} of candidates.sort((a, b) => b.reached.length - a.reached.length)) {
		const fresh = reached.filter(each => !known.has(each));
		if (fresh.length === 0 || kept.length >= maxKept) continue;
		const isLate = performance.now() > untilAt;
		const short = isLate
			? input
			: await shortened(input, async shorter => {
					await reachedBy(shorter);
					return fresh.every(coverage.hasReached);
				});
		if (short.length > left) continue;
		for (const each of await reachedBy(short)) known.add(each);
		kept.push(short);
		left -= short.length;
		await watch.report({...run, findings: []});
	}
	return kept;
}
