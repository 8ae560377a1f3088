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
	const frame = table.frame({start: 0, end: 6}, location);
	expect(frame).toEqual({functionName: 'main.f', file: '', line: 0});
	expect(table.frame({start: 0, end: 6}, location)).toBe(frame);
	expect(table.stack([frame, frame])).toBe(table.stack([frame, frame]));
});
