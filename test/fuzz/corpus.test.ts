import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {mutate} from './mutate.ts';
import {randomFrom} from './random.ts';
import type {FuzzTarget} from './target.ts';
import {fuzzTargets} from './targets.ts';

/** `node scripts/fuzz/fuzz.mjs all` looks for ten minutes each at what is looked at here for a moment. */
const seed = 20261121;
const mutationsPerTarget = 250;
/** One execution of it draws dozens of screens. */
const mutationsOfScreens = 15;
/** A hundred times what is usual: a busy machine must not fail this. */
const maxMilliseconds = 2000;

const corpusFolder = new URL('corpus/', import.meta.url);

/** What the fuzzer found worth keeping, by file name. */
function corpusOf({name}: FuzzTarget): readonly (readonly [fileName: string, input: Uint8Array])[] {
	const folder = new URL(`${name}/`, corpusFolder);
	return existsSync(folder)
		? readdirSync(folder).map(fileName => [fileName, new Uint8Array(readFileSync(new URL(fileName, folder)))])
		: [];
}

async function checked({check}: FuzzTarget, input: Uint8Array, name: string): Promise<void> {
	const startedAt = performance.now();
	try {
		await check(input);
	} catch (error) {
		throw new Error(`${name}: ${Buffer.from(input).toString('base64')}`, {cause: error});
	}

	expect(performance.now() - startedAt, name).toBeLessThan(maxMilliseconds);
}

describe.each(fuzzTargets)('$name', target => {
	const corpus = corpusOf(target);

	test('holds for its corpus', async () => {
		expect(corpus.length).toBeGreaterThan(10);
		for (const [fileName, input] of corpus) {
			await checked(target, input, fileName);
		}
	});

	test('holds for mutations of it', async () => {
		const inputs = [
			...corpus.map(([, input]) => input),
			...target.seeds().map(bytes => new Uint8Array(bytes)),
		];
		const random = randomFrom(seed);
		const any = () => inputs[random.below(inputs.length)] ?? new Uint8Array();
		const words = target.words.map(word => new TextEncoder().encode(word));
		const count = target.name === 'screen' ? mutationsOfScreens : mutationsPerTarget;
		for (let number = 1; number <= count; number += 1) {
			const input = mutate(any(), random, {words, other: any, maxBytes: target.maxBytes});
			await checked(target, input, `mutation ${number}`);
		}
	});
});

test('the corpus is small enough to be carried along', () => {
	const bytes = fuzzTargets.flatMap(corpusOf).reduce((sum, [, input]) => sum + input.length, 0);
	expect(bytes).toBeLessThan(300_000);
});
