import {expect, test} from 'vitest';
import {decodeMutexHeader} from '../../source/decode/mutex-header.ts';
import {decodedValue, reasonOf} from './outcome.ts';

const off = '--- mutex:\ncycles/second=2600029897\nsampling period=0\n';

test('a period of zero means that mutex profiling is off', () => {
	expect(decodedValue(decodeMutexHeader(off))).toEqual({samplingPeriod: 0, cyclesPerSecond: 2600029897});
});

test('records behind the header do not matter', () => {
	const text = `${off.replace('=0', '=100')}11657987876 1580 @ 0x6c535f\n#\t0x6c535e\tsync.(*Mutex).Unlock+0x5e\n`;
	expect(decodedValue(decodeMutexHeader(text)).samplingPeriod).toBe(100);
	expect(decodedValue(decodeMutexHeader(text.replaceAll('\n', '\r\n'))).samplingPeriod).toBe(100);
});

test('a block profile has no sampling period', () => {
	const text = '--- contention:\ncycles/second=2600004586\n';
	expect(reasonOf(decodeMutexHeader(text))).toBe(
		'plain text that begins with “--- contention: cycles/second=2600004586”',
	);
	expect(reasonOf(decodeMutexHeader(off.slice(0, -4)))).toContain('plain text');
});
