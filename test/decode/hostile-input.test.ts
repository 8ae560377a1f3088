import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {blockProfilingIsOn} from '../../source/decode/block-probe.ts';
import {decodeDump} from '../../source/decode/dump.ts';
import {decodeIndexPage} from '../../source/decode/index-page.ts';
import {decodeMemoryStats} from '../../source/decode/memory-stats.ts';
import {decodeMetrics} from '../../source/decode/metrics.ts';
import {decodeMutexHeader} from '../../source/decode/mutex-header.ts';
import {decodeProfile} from '../../source/decode/pprof.ts';
import type {Decoded} from '../../source/profile/decoded.ts';
import {captures} from './capture-files.ts';
import {encodedProfile} from './encoded-profile.ts';
import {mutations} from './mutations.ts';
import {bytesOf} from './outcome.ts';

const seed = 20261121;
const runsPerMutation = 500;
const maxMilliseconds = 1000;
/** An output may cost this many units (see `weightOf`) per byte of input: a frame of two bytes becomes an object. */
const maxWeightPerByte = 40;
const weightAlwaysAllowed = 4000;

type Decoder = {
	readonly name: string;
	readonly decode: (bytes: Uint8Array) => Decoded<unknown>;
	readonly inputs: readonly Uint8Array[];
};

const decoders: readonly Decoder[] = [
	{name: 'decodeProfile', decode: decodeProfile, inputs: [...captured('mutex.pb.gz'), smallProfile()]},
	{name: 'the block probe', decode: probe, inputs: captured('block-probe.pb.gz')},
	{name: 'decodeDump', decode: decodeDump, inputs: captured('goroutine.debug2.txt').map(shortened)},
	{name: 'decodeIndexPage', decode: ofText(decodeIndexPage), inputs: captured('index.html')},
	{name: 'decodeMutexHeader', decode: ofText(decodeMutexHeader), inputs: captured('mutex.debug1.txt')},
	{name: 'decodeMemoryStats', decode: ofText(decodeMemoryStats), inputs: captured('heap.debug1.txt')},
	{name: 'decodeMetrics', decode: ofText(decodeMetrics), inputs: captured('metrics.txt')},
];

function captured(fileName: string): readonly Uint8Array[] {
	return captures()
		.filter(capture => capture.has(fileName))
		.map(capture => capture.bytes(fileName));
}

function smallProfile(): Uint8Array {
	return encodedProfile({
		locations: [
			[['main.f', 3]],
			[
				['main.g', 4],
				['main.h', 5],
			],
			[],
		],
		samples: [
			{at: [0, 1], values: [1], labels: [['tenant', 'acme']]},
			{at: [2, 1, 1], values: [2], labels: [['bytes', 8]]},
		],
	});
}

function shortened(dump: Uint8Array): Uint8Array {
	const labelled =
		'\ngoroutine 7 [select (scan), 2 minutes, synctest bubble 1] {tenant: acme, "a b": "c\\u00ef"}:\nmain.f()\n\t/f.go:1\n';
	return bytesOf(new TextDecoder().decode(dump.subarray(0, 9000)) + labelled);
}

function probe(bytes: Uint8Array): Decoded<unknown> {
	const decoded = decodeProfile(bytes);
	return decoded.ok ? {...decoded, value: blockProfilingIsOn(decoded.value)} : decoded;
}

function ofText(decode: (text: string) => Decoded<unknown>): (bytes: Uint8Array) => Decoded<unknown> {
	return bytes => decode(new TextDecoder().decode(bytes));
}

/** One for each character, number, property and array element; what is shared counts once. */
function weightOf(value: unknown, seen: Set<unknown> = new Set()): number {
	if (typeof value === 'string') return value.length;
	if (typeof value !== 'object' || value === null) return 1;
	if (seen.has(value)) return 1;
	seen.add(value);
	const parts = value instanceof Map ? [...value].flat() : Object.values(value);
	return parts.reduce<number>((sum, part) => sum + 1 + weightOf(part, seen), 1);
}

describe.each(decoders)('$name', ({decode, inputs}) => {
	test('decodes what is spoiled below', () => {
		expect(inputs.length).toBeGreaterThan(0);
		for (const input of inputs) expect(decode(input)).toMatchObject({ok: true, skipped: 0});
	});

	test.each(Object.keys(mutations))('survives %s', name => {
		const spoiled = mutations[name]?.(inputs) ?? fc.constant(new Uint8Array());
		const property = fc.property(spoiled, bytes => {
			const startedAt = performance.now();
			const decoded = decode(bytes);
			expect(performance.now() - startedAt).toBeLessThan(maxMilliseconds);
			expect(weightOf(decoded)).toBeLessThan(weightAlwaysAllowed + bytes.length * maxWeightPerByte);
			if (decoded.ok) expect(decoded.skipped).toBeLessThanOrEqual(bytes.length);
			else expect(decoded.reason).toMatch(/^[^\p{Cc}]+$/u);
		});
		fc.assert(property, {seed, numRuns: runsPerMutation});
	});

	test('survives a truncation at every offset of its beginning and its end', () => {
		const [input = new Uint8Array()] = inputs;
		for (let cut = 0; cut < Math.min(150, input.length); cut += 1) {
			for (const bytes of [input.subarray(0, cut), input.subarray(0, input.length - cut)]) {
				expect(weightOf(decode(bytes))).toBeLessThan(weightAlwaysAllowed + bytes.length * maxWeightPerByte);
			}
		}
	});
});

describe('input made to be slow', () => {
	test.each<[name: string, decode: (bytes: Uint8Array) => Decoded<unknown>, text: string]>([
		['one header of a megabyte', decodeDump, `goroutine 1 [${' (scan)'.repeat(150_000)}]:\n`],
		['labels of a megabyte', decodeDump, `goroutine 1 [select] {${'a: b, '.repeat(160_000)}`],
		['a location of colons', decodeDump, `goroutine 1 [select]:\nmain.f()\n\t${':1'.repeat(500_000)}x\n`],
		['arguments of a megabyte', decodeDump, `goroutine 1 [select]:\n${'f('.repeat(500_000)})\n\t/f.go:1\n`],
		[
			'a stack of a hundred thousand frames',
			decodeDump,
			`goroutine 1 [select]:\n${'f()\n\t/f.go:1\n'.repeat(100_000)}`,
		],
		['blank lines', decodeDump, '\n'.repeat(2_000_000)],
		['headers alone', decodeDump, 'goroutine 1 [a]:\n'.repeat(60_000)],
		['a row without end', ofText(decodeIndexPage), `<td>1</td><td><a href='${'x'.repeat(2_000_000)}`],
		['rows without end', ofText(decodeIndexPage), "<td>1</td><td><a href='".repeat(80_000)],
		[
			'a trailer over and over',
			ofText(decodeMemoryStats),
			'\n# runtime.MemStats\n# HeapAlloc = 1'.repeat(40_000),
		],
		['a label without end', ofText(decodeMetrics), `go_goroutines{a="${'\\"'.repeat(1_000_000)}`],
		['a known metric over and over', ofText(decodeMetrics), 'go_threads{a="b"} 1\n'.repeat(50_000)],
		['a line without end', ofText(decodeMutexHeader), `--- mutex:\nsampling period=${'1'.repeat(2_000_000)}`],
		['spaces without end', ofText(decodeMetrics), `go_threads${' '.repeat(2_000_000)}`],
		['text without end', decodeProfile, '<title>'.repeat(200_000)],
	])('%s', (_, decode, text) => {
		const startedAt = performance.now();
		const decoded = decode(bytesOf(text));
		expect(performance.now() - startedAt).toBeLessThan(maxMilliseconds);
		expect(weightOf(decoded)).toBeLessThan(weightAlwaysAllowed + text.length * maxWeightPerByte);
	});
});
