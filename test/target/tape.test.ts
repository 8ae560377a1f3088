import {expect, test} from 'vitest';
import type {Recording} from '../../source/target/recording.ts';
import {openTape} from '../../source/target/tape.ts';

const recorded = (path: string, offsetMilliseconds: number) => ({
	path,
	offsetMilliseconds,
	status: 200,
	contentType: 'text/plain',
	body: new Uint8Array(),
});
const recording: Recording = {
	program: 'checkout',
	goVersion: 'go1.27.3',
	durationMilliseconds: 10_000,
	replies: [
		recorded('goroutine', 100),
		recorded('mutex', 150),
		recorded('mutex?debug=1', 200),
		recorded('goroutine', 2100),
		recorded('goroutine?debug=2', 9000),
	],
};
const tape = openTape(recording);
const offsetOf = (path: string, elapsedMilliseconds: number, query = '') =>
	tape.find(path, new URLSearchParams(query), elapsedMilliseconds)?.offsetMilliseconds;

test('a path gives its latest reply at or before the time', () => {
	expect([100, 2099, 2100, 9999].map(elapsed => offsetOf('goroutine', elapsed))).toEqual([
		100, 100, 2100, 2100,
	]);
});

test('before its first reply a path gives that one', () => {
	expect(offsetOf('goroutine', 0)).toBe(100);
	expect(offsetOf('goroutine', 0, 'debug=2')).toBe(9000);
});

test('at the end the recording starts over', () => {
	expect(offsetOf('goroutine', 10_000)).toBe(100);
	expect(offsetOf('goroutine', 52_500)).toBe(2100);
});

test('a clock that went back does no harm', () => {
	expect(offsetOf('goroutine', -5)).toBe(100);
});

test('parameters tell replies apart, and debug=0 is none', () => {
	expect(offsetOf('mutex', 5000)).toBe(150);
	expect(offsetOf('mutex', 5000, 'debug=0')).toBe(150);
	expect(offsetOf('mutex', 5000, 'debug=1')).toBe(200);
});

test('what was not recorded is not there', () => {
	expect(offsetOf('heap', 5000)).toBeUndefined();
	expect(offsetOf('mutex', 5000, 'debug=2')).toBeUndefined();
});
