import {gzipSync} from 'node:zlib';
import {expect, test} from 'vitest';
import {createInterned, type Interned} from '../../source/decode/interned.ts';
import {decodeProfile} from '../../source/decode/pprof.ts';
import {encodedProfile} from './encoded-profile.ts';
import {bytesOf, decodedValue, reasonOf} from './outcome.ts';

const small = {
	locations: [
		[
			['runtime.goparkunlock', 336],
			['runtime.semacquire1', 144],
		],
		[['main.wait', 12]],
		[],
	],
	samples: [
		{at: [0, 1], values: [7]},
		{at: [2, 1], values: [1]},
	],
} as const;

test('inlined calls come before the call they were inlined into', () => {
	const [sample] = decodedValue(decodeProfile(encodedProfile(small))).samples;
	expect(sample?.stack.map(frame => `${frame.functionName}:${frame.line}`)).toEqual([
		'runtime.goparkunlock:336',
		'runtime.semacquire1:144',
		'main.wait:12',
	]);
	expect(sample?.stack[2]?.file).toBe('/src/main.wait.go');
	expect(sample?.values).toEqual([7]);
});

test('a location without lines is named by its address', () => {
	const [, sample] = decodedValue(decodeProfile(encodedProfile(small))).samples;
	expect(sample?.stack[0]).toEqual({functionName: '0x43b002', file: '', line: 0});
});

test('samples share the frames of a location', () => {
	const [first, second] = decodedValue(decodeProfile(encodedProfile(small))).samples;
	expect(first?.stack[2]).toBe(second?.stack[1]);
});

test('values are signed 64-bit numbers', () => {
	const samples = [{at: [1], values: [-1, 2n ** 40n + 5n]}];
	const sampleTypes = [
		['contentions', 'count'],
		['delay', 'nanoseconds'],
	] as const;
	const profile = decodedValue(decodeProfile(encodedProfile({...small, samples, sampleTypes})));
	expect(profile.samples[0]?.values).toEqual([-1, 2 ** 40 + 5]);
	expect(profile.sampleTypes[1]).toEqual({type: 'delay', unit: 'nanoseconds'});
});

test('labels are texts or numbers', () => {
	const samples = [
		{
			at: [1],
			values: [1],
			labels: [
				['tenant', 'acme'],
				['bytes', 4096],
			] as const,
		},
	];
	expect(decodedValue(decodeProfile(encodedProfile({...small, samples}))).samples[0]?.labels).toEqual([
		{key: 'tenant', value: 'acme'},
		{key: 'bytes', value: '4096'},
	]);
});

test('the clock of the target is kept to the microsecond, or absent', () => {
	const profile = decodedValue(
		decodeProfile(encodedProfile({...small, takenAtNanoseconds: 1795212210544260751n})),
	);
	expect(profile.takenAtUnixMilliseconds).toBeCloseTo(1795212210544.261, 2);
	expect(decodedValue(decodeProfile(encodedProfile(small))).takenAtUnixMilliseconds).toBeUndefined();
});

test('a sample without a stack stays only with a value', () => {
	const samples = [
		{at: [], values: [8]},
		{at: [], values: [0]},
		{at: [1], values: [0]},
	];
	const decoded = decodeProfile(encodedProfile({...small, samples}));
	expect(decodedValue(decoded).samples.map(sample => [sample.stack.length, sample.values[0]])).toEqual([
		[0, 8],
		[1, 0],
	]);
	expect(decoded).toMatchObject({skipped: 0});
});

test('numbers that are not packed are read like those that are', () => {
	const packed = encodedProfile({locations: [[['main.f', 1]]], samples: [{at: [0], values: [5]}]});
	const sample = [0x12, 0x06, 0x0a, 0x01, 0x01, 0x12, 0x01, 0x05];
	const at = packed.findIndex((_, offset) => sample.every((byte, index) => packed[offset + index] === byte));
	const single = Uint8Array.from([
		...packed.subarray(0, at),
		...[0x12, 0x04, 0x08, 0x01, 0x10, 0x05],
		...packed.subarray(at + sample.length),
	]);
	expect(at).toBeGreaterThan(0);
	expect(decodedValue(decodeProfile(single))).toEqual(decodedValue(decodeProfile(packed)));
});

test('a location that does not exist costs its frame, a missing value its sample', () => {
	const samples = [
		{at: [1, 99], values: [3]},
		{at: [1], values: [3, 4]},
	];
	const decoded = decodeProfile(encodedProfile({...small, samples}));
	expect(decoded).toMatchObject({skipped: 2});
	expect(decodedValue(decoded).samples.map(sample => sample.stack.length)).toEqual([1]);
});

test('a name outside of the string table leaves the address and is counted', () => {
	const bytes = encodedProfile({locations: [[['main.f', 1]]], samples: [{at: [0], values: [1]}]});
	const functionName = [0x2a, 0x06, 0x08, 0x01, 0x10, 0x03];
	const at = bytes.findIndex((_, offset) =>
		functionName.every((byte, index) => bytes[offset + index] === byte),
	);
	bytes[at + 5] = 0x63;
	const decoded = decodeProfile(bytes);
	expect(decoded).toMatchObject({skipped: 1});
	expect(decodedValue(decoded).samples[0]?.stack[0]?.functionName).toBe('0x43b000');
});

test('a stack that repeats a location with many lines ends before it outgrows the input', () => {
	const calls = Array.from({length: 500}, (_, line) => ['main.f', line] as const);
	const bytes = encodedProfile({locations: [calls], samples: [{at: Array(20_000).fill(0), values: [1]}]});
	const decoded = decodeProfile(bytes);
	expect(decodedValue(decoded).samples[0]?.stack.length).toBeLessThanOrEqual(bytes.length * 8);
	expect(decoded.ok && decoded.skipped).toBeGreaterThan(19_000);
});

test('stacks of samples that are skipped outgrow the input as little as others', () => {
	const calls = Array.from({length: 900}, (_, line) => ['main.f', line] as const);
	const others = Array.from({length: 60}, (_, line) => [['main.g', line] as const]);
	const samples = Array.from({length: 3000}, (_, at) => ({
		at: [0, 1 + (at % 60), 1 + Math.floor(at / 60)],
		values: [],
	}));
	const bytes = encodedProfile({locations: [calls, ...others], samples});
	const interned = createInterned();
	let kept = 0;
	const counting: Interned = {
		...interned,
		stack(frames, hash, depth = frames.length) {
			kept += depth;
			return interned.stack(frames, hash, depth);
		},
	};
	expect(decodeProfile(bytes, counting)).toMatchObject({ok: true, value: {samples: []}});
	expect(kept).toBeGreaterThan(0);
	expect(kept).toBeLessThanOrEqual(bytes.length * 8);
});

test.each([
	['', 'empty'],
	['<!DOCTYPE html><html><head><title>Sign in</title>', 'an HTML page titled “Sign in”'],
	['<html><body>hello', 'an HTML page'],
	['{"error": "no such profile"}', 'JSON that begins with “{"error": "no such profile"}”'],
	['Unknown profile\n', 'plain text that begins with “Unknown profile”'],
	['goroutine profile: total 57\n1 @ 0x1', 'a goroutine profile in its text form (debug=1)'],
	['goroutine 1 [running]:\nmain.main()\n', 'a goroutine dump (debug=2)'],
	['2 \u001b[31mred', 'not a pprof profile: it is cut short'],
])('%j is %s', (text, reason) => {
	expect(reasonOf(decodeProfile(bytesOf(text)))).toBe(reason);
});

test('a profile that is still compressed, cut, or no profile says so', () => {
	const bytes = encodedProfile(small);
	expect(reasonOf(decodeProfile(gzipSync(bytes)))).toBe('still gzip-compressed data');
	expect(reasonOf(decodeProfile(bytes.subarray(0, bytes.length - 3)))).toBe(
		'not a pprof profile: it is cut short',
	);
	expect(reasonOf(decodeProfile(Uint8Array.of(0x48, 0x01)))).toMatch(/names no sample types|begins with/);
	expect(reasonOf(decodeProfile(new Uint8Array(64).fill(0xff)))).toBe(
		'not a pprof profile: it holds a field that no profile has',
	);
});
