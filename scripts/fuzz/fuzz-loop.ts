import {type Material, mutate} from '../../test/fuzz/mutate.ts';
import type {Random} from '../../test/fuzz/random.ts';
import type {FuzzTarget} from '../../test/fuzz/target.ts';
import type {Coverage} from './coverage.ts';

/** An input after which something that must hold did not. */
export type Finding = {readonly input: Uint8Array; readonly property: string; readonly message: string};

export type Run = {
	readonly executions: number;
	/** Each of these reached something that none before it had. */
	readonly inputs: readonly Uint8Array[];
	readonly findings: readonly Finding[];
};

export type Watch = {
	/** Called before each execution: what hangs or takes all memory is found by what was noted last. */
	readonly note: (input: Uint8Array) => void;
	/** Called about once a second. */
	readonly report: (run: Run) => Promise<void>;
};

const reportMilliseconds = 1000;
/** An input that took longer, and does so again, is a finding: a thousand times what is usual. */
const slowMilliseconds = (bytes: number) => 250 + bytes * 0.05;

/**
 * Runs inputs made from those before, and keeps what reaches new code, or the same code an order of magnitude more often.
 * Ends at `endsAt`, by `performance.now()`.
 */
export async function fuzz(
	target: FuzzTarget,
	startInputs: readonly Uint8Array[],
	coverage: Coverage,
	random: Random,
	endsAt: number,
	watch: Watch,
): Promise<Run> {
	const inputs: Uint8Array[] = [];
	const findings = new Map<string, Finding>();
	let executions = 0;
	let reportedAt = performance.now();

	const execute = async (input: Uint8Array): Promise<boolean> => {
		executions += 1;
		const {failure, isNew} = await executed(target, input, coverage, watch);
		if (failure !== undefined && !findings.has(failure.property)) {
			findings.set(failure.property, await shrunk(failure, target, coverage, watch));
		}
		return isNew;
	};
	const runSoFar = () => ({executions, inputs, findings: [...findings.values()]});

	for (const input of startInputs) {
		if (await execute(input)) inputs.push(input);
	}
	const material: Material = {
		words: target.words.map(word => new TextEncoder().encode(word)),
		other: () => inputs[random.below(inputs.length)] ?? new Uint8Array(),
		maxBytes: target.maxBytes,
	};
	while (performance.now() < endsAt) {
		// What was found last leads on; what is short is quick, and its mutations hit something.
		const from = random.chance(0.3) ? Math.floor(inputs.length * 0.8) : 0;
		const candidates = [0, 1].map(
			() => inputs[from + random.below(inputs.length - from)] ?? new Uint8Array(),
		);
		const [parent = new Uint8Array()] = candidates.sort((a, b) => a.length - b.length);
		const input = mutate(parent, random, material);
		if (await execute(input)) inputs.push(input);
		if (performance.now() - reportedAt > reportMilliseconds) {
			reportedAt = performance.now();
			await watch.report(runSoFar());
		}
	}
	return runSoFar();
}

type Executed = {readonly failure: Finding | undefined; readonly isNew: boolean};

async function executed(
	target: FuzzTarget,
	input: Uint8Array,
	coverage: Coverage,
	watch: Watch,
	again = 2,
): Promise<Executed> {
	watch.note(input);
	coverage.reset();
	const startedAt = performance.now();
	try {
		await target.check(input);
	} catch (error) {
		const message = error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error);
		const property = (message.split('\n', 1)[0] ?? '').split(':', 1)[0]?.replace(/\d+/g, 'N') ?? '';
		return {failure: {input: input.slice(), property, message}, isNew: coverage.takeNew()};
	}
	const took = performance.now() - startedAt;
	const isNew = coverage.takeNew();
	if (took < slowMilliseconds(input.length)) return {failure: undefined, isNew};
	// A busy machine is slow too, but not each time.
	if (again > 0) return {...(await executed(target, input, coverage, watch, again - 1)), isNew};
	const message = `took ${took.toFixed(0)} ms for ${input.length} bytes`;
	return {failure: {input: input.slice(), property: 'too slow', message}, isNew};
}

/** Takes away what is not needed for the same failure. */
async function shrunk(
	finding: Finding,
	target: FuzzTarget,
	coverage: Coverage,
	watch: Watch,
): Promise<Finding> {
	const isSame = async (input: Uint8Array) =>
		(await executed(target, input, coverage, watch)).failure?.property === finding.property;
	const input = await shortened(finding.input, isSame);
	return {...((await executed(target, input, coverage, watch)).failure ?? finding), input};
}

const maxTrials = 1000;

/** Leaves out stretches, the long ones first, for as long as `isStillGood`. */
export async function shortened(
	input: Uint8Array,
	isStillGood: (input: Uint8Array) => Promise<boolean>,
): Promise<Uint8Array> {
	let best = input;
	let trials = 0;
	for (let size = Math.ceil(input.length / 2); size >= 1 && trials < maxTrials; size = size >> 1) {
		for (let at = 0; at < best.length && trials < maxTrials; ) {
			trials += 1;
			const without = leavingOut(best, at, size);
			if (await isStillGood(without)) best = without;
			else at += size;
		}
	}
	return best;
}

function leavingOut(input: Uint8Array, at: number, size: number): Uint8Array {
	const rest = input.subarray(Math.min(at + size, input.length));
	const output = new Uint8Array(at + rest.length);
	output.set(input.subarray(0, at));
	output.set(rest, at);
	return output;
}
