import {randomBytes} from 'node:crypto';
import {gzipSync} from 'node:zlib';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {readBody} from '../../source/target/body.ts';

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
	for (let start = 0; start < bytes.length; start += size) {
		yield bytes.subarray(start, start + size);
	}
}

const read = (bytes: Uint8Array, {encoding = '', size = 1000, maxBytes = 1_000_000} = {}) =>
	readBody(inChunks(bytes, size), encoding, maxBytes);

const text = Buffer.from('goroutine profile: total 12\n'.repeat(100));

test.each([1, 2, 3, 1000, 1_000_000])(
	'as it is, or inflated by its magic bytes, in chunks of %i',
	async size => {
		const packed = gzipSync(text);
		expect(await read(text, {size})).toEqual({ok: true, bytes: text});
		expect(await read(packed, {size})).toEqual({ok: true, bytes: text});
	},
);

test.each([65_536, 5_000_000, 20_000_000])(
	'a large body in chunks of %i, with turns of the loop in between',
	async size => {
		const large = randomBytes(9_000_000);
		large[0] = 0;
		const turns: number[] = [];
		const ticking = setInterval(() => turns.push(0), 0);
		const body = await read(large, {size, maxBytes: large.length});
		clearInterval(ticking);
		expect(body.ok && Buffer.compare(body.bytes, large)).toBe(0);
		// A chunk is not cut: there is a turn after each at most.
		expect(turns.length).toBeGreaterThanOrEqual(size > large.length ? 0 : 1);
	},
);

test('bodies too short to have magic bytes', async () => {
	expect(await read(Buffer.from(''))).toEqual({ok: true, bytes: new Uint8Array()});
	expect(await read(Buffer.from([0x1f]))).toMatchObject({ok: true, bytes: Buffer.from([0x1f])});
	expect(await read(Buffer.from(''), {encoding: 'gzip'})).toMatchObject({ok: true});
});

describe('Content-Encoding of a proxy', () => {
	test('gzip around text, around a profile, or merely claimed', async () => {
		expect(await read(gzipSync(text), {encoding: 'gzip'})).toMatchObject({ok: true, bytes: text});
		expect(await read(gzipSync(gzipSync(text)), {encoding: 'X-Gzip'})).toMatchObject({ok: true, bytes: text});
		expect(await read(text, {encoding: 'gzip'})).toEqual({
			ok: false,
			problem: {kind: 'not-gzip', encoding: 'gzip'},
		});
	});
	test('without it, only one layer is taken off', async () => {
		const twice = gzipSync(gzipSync(text));
		expect(await read(twice)).toMatchObject({ok: true, bytes: gzipSync(text)});
	});
	test('identity is nothing, anything else was not asked for', async () => {
		expect(await read(text, {encoding: 'identity'})).toMatchObject({ok: true, bytes: text});
		expect(await read(text, {encoding: 'br'})).toEqual({
			ok: false,
			problem: {kind: 'not-gzip', encoding: 'br'},
		});
	});
});

describe('damage', () => {
	const packed = gzipSync(randomBytes(50_000));
	test.each([1, 1000, 1_000_000])('gzip that ends early, in chunks of %i', async size => {
		const cut = packed.subarray(0, packed.length - (size === 1 ? 49_000 : 9));
		expect(await read(cut, {size})).toEqual({ok: false, problem: {kind: 'truncated', wireBytes: cut.length}});
	});
	test('gzip that is none', async () => {
		const wrong = Buffer.from([0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
		expect(await read(wrong)).toEqual({ok: false, problem: {kind: 'not-gzip', encoding: ''}});
		const flipped = Buffer.from(packed);
		flipped.fill(0xff, 20_000, 20_050);
		expect(await read(flipped)).toMatchObject({ok: false, problem: {kind: 'not-gzip'}});
	});
	test('what follows the end of the gzip stream is ignored', async () => {
		const trailed = Buffer.concat([gzipSync(text), Buffer.alloc(5000)]);
		for (const size of [1, 100, 100_000]) {
			expect(await read(trailed, {size})).toMatchObject({ok: true, bytes: text});
		}
	});
	test('the inner one of two layers', async () => {
		const cut = gzipSync(packed.subarray(0, 30_000));
		expect(await read(cut, {encoding: 'gzip'})).toMatchObject({ok: false, problem: {kind: 'truncated'}});
	});
	test('chunks that end in an error', async () => {
		async function* breaking(): AsyncGenerator<Uint8Array> {
			yield text;
			throw new Error('connection lost');
		}
		expect(await readBody(breaking(), '', 1_000_000)).toEqual({
			ok: false,
			problem: {kind: 'truncated', wireBytes: text.length},
		});
	});
	test('any flip or cut of gzip bytes settles, in a result or in a problem', async () => {
		const small = gzipSync(text);
		await fc.assert(
			fc.asyncProperty(
				fc.nat(small.length - 1),
				fc.nat(255),
				fc.nat(small.length),
				fc.integer({min: 1, max: 200}),
				async (at, value, end, size) => {
					const bytes = Buffer.from(small);
					bytes[at] = value;
					const body = await read(bytes.subarray(0, end), {size, maxBytes: 5000});
					expect(body.ok ? body.bytes.length : 0).toBeLessThanOrEqual(5000);
				},
			),
		);
	});
});

describe('caps', () => {
	const bomb = gzipSync(Buffer.alloc(10_000_000));

	test('10 MB of zeros inflate no further than the cap', async () => {
		for (const size of [7, 1000, 1_000_000]) {
			expect(await read(bomb, {size})).toEqual({ok: false, problem: {kind: 'too-large', where: 'inflated'}});
		}
	});
	test('the source is left as soon as the cap is passed', async () => {
		let given = 0;
		let isLeft = false;
		async function* endless(): AsyncGenerator<Uint8Array> {
			try {
				for (;;) {
					given += 1000;
					yield Buffer.alloc(1000);
				}
			} finally {
				isLeft = true;
			}
		}
		expect(await readBody(endless(), '', 50_000)).toEqual({
			ok: false,
			problem: {kind: 'too-large', where: 'wire'},
		});
		expect(given).toBe(51_000);
		expect(isLeft).toBe(true);
	});
	test('a bomb within a proxy layer', async () => {
		expect(await read(gzipSync(bomb), {encoding: 'gzip'})).toEqual({
			ok: false,
			problem: {kind: 'too-large', where: 'inflated'},
		});
	});
	test('exactly the cap is allowed', async () => {
		const full = Buffer.alloc(1_000_000);
		expect(await read(full)).toMatchObject({ok: true});
		expect(await read(gzipSync(full))).toMatchObject({ok: true});
		expect(await read(gzipSync(full), {maxBytes: 999_999})).toMatchObject({ok: false});
	});
});
