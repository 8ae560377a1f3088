import {expect, test} from 'vitest';
import {parseSize} from '../../source/options/size.ts';

test.each([
	['64MiB', 67_108_864],
	['1.5 GiB', 1_610_612_736],
	['512kib', 524_288],
	['500kB', 500_000],
	['0B', 0],
])('%s', (text, bytes) => {
	expect(parseSize(text)).toEqual({ok: true, bytes});
});

test('a bare number is asked for its unit', () => {
	expect(parseSize('64')).toEqual({ok: false, fault: 'has no unit: write 64MiB, or 64B for bytes.'});
});

test.each(['', 'MiB', '-1MiB', '64M', '64 Mi', '1MiB2'])('not %j', text => {
	expect(parseSize(text)).toEqual({ok: false, fault: 'is not a size: write 512KiB, 64MiB or 1.5GiB.'});
});
