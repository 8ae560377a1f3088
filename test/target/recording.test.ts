import {brotliCompressSync, brotliDecompressSync} from 'node:zlib';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {decodeRecording, encodeRecording, type Recording} from '../../source/target/recording.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const octets = 'application/octet-stream';

const small: Recording = {
	program: 'checkout',
	goVersion: 'go1.27.3',
	durationMilliseconds: 10_000,
	replies: [
		{path: '', offsetMilliseconds: 0, status: 200, contentType: 'text/html', body: bytes('7 goroutines')},
		{path: 'block', offsetMilliseconds: 5, status: 200, contentType: octets, body: bytes('one')},
		{path: '', offsetMilliseconds: 2000, status: 200, contentType: 'text/html', body: bytes('')},
		{path: 'block', offsetMilliseconds: 2005, status: 404, contentType: octets, body: bytes('two')},
	],
};

const outcome = (file: Uint8Array): string => {
	const decoded = decodeRecording(file);
	return decoded.ok ? `${decoded.recording.replies.length} replies` : decoded.sentence;
};
const packed = (text: string) => brotliCompressSync(bytes(text));

test('what is encoded is decoded, in the order of time', () => {
	const decoded = decodeRecording(encodeRecording(small));
	const plain = decoded.ok
		? decoded.recording.replies.map(reply => ({...reply, body: new Uint8Array(reply.body)}))
		: [];
	expect(plain).toEqual(small.replies);
	expect(decoded.ok && {...decoded.recording, replies: []}).toEqual({...small, replies: []});
});

test('bodies that are nearly the same take hardly any room', () => {
	const noise = new Uint8Array(5000).map((_, index) => (index * index * 31) % 251);
	const replies = Array.from({length: 50}, (_, index) => ({
		path: 'goroutine',
		offsetMilliseconds: index,
		status: 200,
		contentType: octets,
		body: noise.with(index, 0),
	}));
	const once = encodeRecording({...small, replies: replies.slice(0, 1)}).length;
	expect(encodeRecording({...small, replies}).length).toBeLessThan(once + 2000);
});

describe('what is no recording gives a sentence', () => {
	const head = '{"program":"p","goVersion":"g","durationMilliseconds":10,"replies":[';
	const reply = '{"path":"","offsetMilliseconds":1,"status":200,"contentType":"t","start":0,"length":4}';
	const file = (table: string, bodies = 'body') =>
		packed(`goroutop recording 1\n${table.length}\n${table}${bodies}`);

	test('a whole one, for comparison', () => {
		expect(outcome(file(`${head}${reply}]}`))).toBe('1 replies');
	});

	test.each([
		['nothing', bytes('')],
		['text', bytes('goroutop recording 1\n')],
		['half of one', encodeRecording(small).subarray(0, 100)],
	])('%s', (_, input) => {
		expect(outcome(input)).toBe('This file is not a recording, or it is damaged: it does not inflate.');
	});

	test('another kind of file in brotli', () => {
		expect(outcome(packed('hello\n'))).toBe('This file is not a goroutop recording.');
		expect(outcome(packed(''))).toBe('This file is not a goroutop recording.');
	});

	test('a later version', () => {
		expect(outcome(packed('goroutop recording 2\n'))).toBe(
			'This recording has format version 2, but this goroutop reads version 1.',
		);
	});

	test.each(['goroutop recording 1\n', 'goroutop recording 1\n9\n{', 'goroutop recording 1\n-1\n{}'])(
		'a table that is cut off: %j',
		text => {
			expect(outcome(packed(text))).toBe('This recording is damaged: its table is cut off.');
		},
	);

	test.each([
		'',
		'null',
		'[]',
		'{"replies":[]}',
		`${head}]}`.replace('10', '0'),
		`${head}]}`.replace('"p"', '1'),
		`${head}null]}`,
		`${head}${reply.replace('"length":4', '"length":5')}]}`,
		`${head}${reply.replace('"start":0', '"start":-1')}]}`,
		`${head}${reply.replace('"status":200', '"status":99')}]}`,
		`${head}${reply.replace('"offsetMilliseconds":1', '"offsetMilliseconds":11')}]}`,
		`${head}${reply.replace('"t"', '"a\\r\\nb"')}]}`,
	])('a table that makes no sense: %s', table => {
		expect(outcome(file(table))).toBe('This recording is damaged: its table makes no sense.');
	});
});

test('any damage to the inflated file gives a recording or a sentence', () => {
	const whole = new Uint8Array(brotliDecompressSync(encodeRecording(small)));
	fc.assert(
		fc.property(fc.nat(whole.length - 1), fc.integer({min: 0, max: 255}), (index, value) => {
			expect(outcome(brotliCompressSync(whole.with(index, value)))).toMatch(/^(4 replies|This .+\.)$/);
		}),
		{numRuns: 50},
	);
});
