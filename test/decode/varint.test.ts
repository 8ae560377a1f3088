import fc from 'fast-check';
import {expect, test} from 'vitest';
import {cursorAt, readAddress, readField, readSigned, readUnsigned} from '../../source/decode/varint.ts';

/** As protobuf writes it: seven bits a byte, the lowest first. */
function varint(value: bigint): readonly number[] {
	const bytes: number[] = [];
	let rest = BigInt.asUintN(64, value);
	do {
		bytes.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
		rest >>= 7n;
	} while (rest > 0n);
	return bytes;
}

test('numbers of 64 bits come out as the nearest number there is, and the cursor behind them', () => {
	fc.assert(
		fc.property(fc.bigInt({min: -(2n ** 63n), max: 2n ** 64n - 1n}), value => {
			const bytes = Uint8Array.from([...varint(value), 7]);
			const read = <Result>(reader: (cursor: ReturnType<typeof cursorAt>) => Result) => {
				const cursor = cursorAt(bytes, 0);
				const result = reader(cursor);
				expect(cursor.offset).toBe(bytes.length - 1);
				return result;
			};
			expect(read(readUnsigned)).toBe(Number(BigInt.asUintN(64, value)));
			expect(read(readSigned)).toBe(Number(BigInt.asIntN(64, value)));
			expect(read(readAddress)).toBe(`0x${BigInt.asUintN(64, value).toString(16)}`);
		}),
		{numRuns: 2000},
	);
});

test('bits beyond the 64th are dropped', () => {
	expect(readUnsigned(cursorAt(Uint8Array.from([...Array(9).fill(0xff), 0x7f]), 0))).toBe(2 ** 64);
	expect(readSigned(cursorAt(Uint8Array.from([...Array(9).fill(0xff), 0x7f]), 0))).toBe(-1);
});

test('a field is a number or a record, with its end', () => {
	const bytes = Uint8Array.from([0x08, 0xac, 0x02, 0x12, 0x03, 1, 2, 3, 0x18, 0x05]);
	const cursor = cursorAt(bytes, 0);
	const fields: (readonly number[])[] = [];
	while (cursor.offset < bytes.length) {
		const field = readField(cursor);
		fields.push([field, cursor.offset, cursor.fieldEnd]);
		cursor.offset = cursor.fieldEnd;
	}
	expect(fields).toEqual([
		[1, 1, 3],
		[2, 5, 8],
		[3, 9, 10],
	]);
});
