import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import {afterAll, describe, expect, test} from 'vitest';
import {buildBundle} from '../../scripts/bundle/build-bundle.mjs';

const outputFolder = await mkdtemp(join(tmpdir(), 'goroutop-parts-'));
afterAll(() => rm(outputFolder, {recursive: true}));
const {outputs} = await buildBundle({outputFolder});

/** What is read before the part that holds `source` can run: its own inputs, and those of all it imports at once. */
const loadedWith = (source: string): readonly string[] => {
	const [first] = Object.entries(outputs).find(([, {entryPoint}]) => entryPoint === source) ?? [];
	const loaded = new Set<string>();
	const load = (part: string | undefined) => {
		if (part === undefined || loaded.has(part)) {
			return;
		}

		loaded.add(part);
		for (const {path, kind} of outputs[part]?.imports ?? []) {
			if (kind === 'import-statement') {
				load(path);
			}
		}
	};
	load(first);
	expect(loaded.size, `no part begins with ${source}`).toBeGreaterThan(0);
	return [...loaded].flatMap(part => Object.keys(outputs[part]?.inputs ?? {}));
};

const packagesIn = (inputs: readonly string[]): readonly string[] => [
	...new Set(inputs.flatMap(input => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? [])),
];

describe('the parts of the bundle', () => {
	test('that the first frame needs hold no Ink, no network, no decoding and no parser of flags', () => {
		const inputs = loadedWith('source/main.ts');
		expect(inputs).toContain('source/present/frame.ts');
		expect(packagesIn(inputs).toSorted()).toEqual([
			'ansi-regex',
			'asciichart',
			'get-east-asian-width',
			'leven',
			'string-width',
			'strip-ansi',
		]);
		expect(inputs.filter(input => /^source\/(decode|views\/open-screen)/.test(input))).toEqual([]);
	});

	test('that the decoding worker needs hold nothing of the screen, the session and the network', () => {
		const inputs = loadedWith('source/live/decode-worker.ts');
		expect(packagesIn(inputs)).toEqual(['pprof-format']);
		expect(inputs.filter(input => /^source\/(?!decode|profile|live)/.test(input))).toEqual([]);
		expect(inputs.map(input => basename(input))).not.toContain('sampler.ts');
	});
});
