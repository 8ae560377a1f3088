import {expect, test} from 'vitest';
import {
	formatBytes,
	formatChange,
	formatCount,
	formatDelayRate,
	formatDuration,
	formatRate,
	formatShare,
} from '../../source/profile/quantity.ts';

const shown = (format: (value: number) => string, ...values: readonly number[]) => values.map(format);

test('counts and changes', () => {
	expect(shown(formatCount, 0, 999, 12_481, -1204, 1_234_567, -0.4)).toEqual([
		'0',
		'999',
		'12,481',
		'-1,204',
		'1,234,567',
		'0',
	]);
	expect(shown(formatChange, 38, 0, -1204, 0.3)).toEqual(['+38', '0', '-1,204', '0']);
});

test('rates have no more digits than are known', () => {
	expect(shown(formatRate, 0, 0.01, 0.4, 9.94, 9.96, 55, 1204)).toEqual([
		'0',
		'<0.1',
		'0.4',
		'9.9',
		'10',
		'55',
		'1,204',
	]);
	expect(shown(formatDelayRate, 0, 2e7, 4.2e9, 55e9)).toEqual(['0 s/s', '20 ms/s', '4.2 s/s', '55 s/s']);
});

test('durations', () => {
	expect(shown(formatDuration, 12, 180e3, 27e6, 1.5e9, 200e9, 7500e9, 3.6e14)).toEqual([
		'12ns',
		'180µs',
		'27ms',
		'1.5s',
		'3m20s',
		'2h05m',
		'4d 4h',
	]);
	expect(shown(formatDuration, 999.4, 999.6, 999.6e6, 59.96e9)).toEqual(['999ns', '1.0µs', '1.0s', '1m00s']);
});

test('sizes and shares', () => {
	expect(shown(formatBytes, 0, 512, 1536, 412 * 2 ** 20, 1.2 * 2 ** 30)).toEqual([
		'0 B',
		'512 B',
		'1.5 KiB',
		'412 MiB',
		'1.2 GiB',
	]);
	expect(shown(formatShare, 0, 0.0001, 0.003, 0.14, 1)).toEqual(['0.0%', '<0.1%', '0.3%', '14%', '100%']);
});
