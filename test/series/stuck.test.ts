import {describe, expect, test} from 'vitest';
import {emptyHistory, type History} from '../../source/series/history.ts';
import {recordDump} from '../../source/series/record-dump.ts';
import {stuckTime} from '../../source/series/stuck.ts';
import {drawDump} from '../detectors/draw-dump.ts';

const empty = emptyHistory(0, {intervalMilliseconds: 2000, budgetFraction: 0.01});
const dumped = (...drawings: readonly (readonly [atSeconds: number, drawing: string])[]): History =>
	drawings.reduce(
		(history, [atSeconds, drawing]) => recordDump(history, atSeconds * 1000, drawDump(drawing)),
		empty,
	);
const collected = (history: History, ...atSeconds: readonly number[]): History => ({
	...history,
	memory: {
		...history.memory,
		collections: atSeconds.map(at => ({after: at * 1000 - 1000, before: at * 1000 + 1000})),
	},
});
const stuck = (history: History, number = 7) => {
	const waiter = history.dumps.latest?.waiters.find(candidate => candidate.number === number);
	return waiter === undefined ? undefined : stuckTime(history, waiter);
};
const nothing = {milliseconds: 0, saidBy: 'nothing'};
const waits = '7 [chan send] worker.send@8';

test('minutes of the runtime count, and what dumps saw if that is more', () => {
	expect(stuck(dumped([0, '7 [chan send, 2 minutes] worker.send@8']))).toEqual({
		milliseconds: 120_000,
		saidBy: 'runtime',
	});
	expect(stuck(dumped([0, waits], [90, '7 [chan send, 1 minutes] worker.send@8']))).toEqual({
		milliseconds: 90_000,
		saidBy: 'runtime',
	});
});

test('one dump without minutes says nothing', () => expect(stuck(dumped([0, waits]))).toEqual(nothing));

test('the same wait in each dump counts from the first', () => {
	expect(stuck(dumped([0, waits], [30, waits], [60, waits]))).toEqual({
		milliseconds: 60_000,
		saidBy: 'dumps',
	});
});

describe('it begins anew', () => {
	test.each([
		['at another line', '7 [chan send] worker.send@9'],
		['in another state', '7 [chan receive] worker.send@8'],
		['at another lock', '7 [chan send] worker.send@8 < worker.run@1'],
		['after a dump without it', '8 [chan send] worker.send@8'],
	])('%s', (_, between) => {
		expect(stuck(dumped([0, waits], [30, between], [60, waits], [90, waits]))?.milliseconds).toBe(30_000);
	});
});

describe('collections without minutes', () => {
	const hour = dumped([0, waits], [30, waits], [60, waits], [90, waits]);
	test('more than a minute ago: it ran since', () => expect(stuck(collected(hour, 20))).toEqual(nothing));
	test('early on: a minute later it is settled', () => {
		expect(stuck(collected(dumped([0, waits], [30, waits], [60, waits]), 20))).toEqual(nothing);
	});
	test('late: nothing speaks against the dumps', () =>
		expect(stuck(collected(hour, 70))).toEqual({milliseconds: 90_000, saidBy: 'dumps'}));
	test('before it was first seen: they say nothing of this wait', () =>
		expect(stuck(collected(hour, -20))?.saidBy).toBe('dumps'));
});

describe('a lock', () => {
	const [one, two, three] = [7, 8, 9].map(
		number => `${number} [sync.Mutex.Lock] lock(0xc000014018) < cache.Get@4`,
	);
	test('that one of its waiters got was released: the others count from there', () => {
		const history = dumped(
			[0, `${one}\n${two}`],
			[30, `${one}\n${two}`],
			[60, `${one}\n${three}`],
			[90, `${one}`],
		);
		expect(history.dumps.lockMovedAt.get('0xc000014018')).toBe(90_000);
		expect(stuck(history)).toEqual(nothing);
	});
	test('that only gains waiters was not', () => {
		expect(stuck(dumped([0, `${one}`], [30, `${one}\n${two}`], [60, `${one}\n${two}\n${three}`]))).toEqual({
			milliseconds: 60_000,
			saidBy: 'dumps',
		});
	});
	test('that nobody waits for any more is forgotten', () => {
		expect(dumped([0, `${one}\n${two}`], [30, `${one}`], [60, waits]).dumps.lockMovedAt.size).toBe(0);
	});
	test('another one that moves changes nothing', () => {
		const other = '9 [sync.Mutex.Lock] lock(0xc000015000) < cache.Put@4';
		expect(stuck(dumped([0, `${one}\n${other}`], [60, `${one}`]))?.milliseconds).toBe(60_000);
	});
});

test('no dump, no time', () => {
	const [waiter] = drawDump(waits).waiters;
	expect(waiter && stuckTime(empty, waiter)).toEqual(nothing);
});
