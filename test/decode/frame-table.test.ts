import {expect, test} from 'vitest';
import {createFrameTable} from '../../source/decode/frame-table.ts';
import {createTextCutter} from '../../source/decode/text-cutter.ts';
import {bytesOf} from './outcome.ts';

test('texts are cut out by their bytes', () => {
	const cutter = createTextCutter(bytesOf('großegroße, und'));
	expect(cutter.cut(0, 6)).toBe('große');
	expect(cutter.cut(6, 12)).toBe('große');
	expect(cutter.cut(3, 3)).toBe('');
});

test('texts with the same hash are told apart', () => {
	const colliding = ['costarring', 'liquid', 'declinate', 'macallums', 'altarage', 'zinke'];
	const bytes = bytesOf(colliding.join(''));
	const cutter = createTextCutter(bytes);
	let start = 0;
	for (const text of [...colliding]) {
		expect(cutter.cut(start, start + text.length)).toBe(text);
		start += text.length;
	}
});

test('an unknown file is no file, and equal stacks are one', () => {
	const bytes = bytesOf('main.f\t?:0');
	const table = createFrameTable(bytes);
	const location = {fileAndLine: {start: 7, end: 10}, file: {start: 7, end: 8}, line: 0, hasOffset: false};
	const known = table.frame({start: 0, end: 6}, location);
	expect(known.frame).toEqual({functionName: 'main.f', file: '', line: 0});
	expect(table.frame({start: 0, end: 6}, location)).toBe(known);
	const {frame, hash} = known;
	expect(table.stack([frame, frame], hash)).toBe(table.stack([frame, frame], hash));
	expect(table.stack([frame], hash)).toEqual([frame]);
});

test('frames are told apart by where one name ends and the place begins, and by all of both', () => {
	const bytes = bytesOf('main.f\tmain.fa.go:12');
	const table = createFrameTable(bytes);
	const place = (start: number, end: number) => ({
		fileAndLine: {start, end},
		file: {start, end: end - 2},
		line: 1,
		hasOffset: true,
	});
	const short = table.frame({start: 7, end: 13}, place(13, 19));
	const long = table.frame({start: 7, end: 14}, place(14, 19));
	expect(short.frame).toEqual({functionName: 'main.f', file: 'a.go', line: 1});
	expect(long.frame).toEqual({functionName: 'main.fa', file: '.go', line: 1});
	expect(table.frame({start: 0, end: 6}, place(13, 19))).toBe(short);
	expect(table.frame({start: 0, end: 6}, place(13, 20)).frame).not.toBe(short.frame);
	expect(table.stack([short.frame], 1)).not.toBe(table.stack([long.frame], 1));
});

test('texts are cut rightly after more of them than are remembered', () => {
	const texts = Array.from({length: 50_000}, (_, index) => `0xc${index}`);
	const bytes = bytesOf(texts.join(''));
	const cutter = createTextCutter(bytes);
	for (let turn = 0; turn < 2; turn += 1) {
		let start = 0;
		for (const text of texts) {
			expect(cutter.cut(start, start + text.length)).toBe(text);
			start += text.length;
		}
	}
});
