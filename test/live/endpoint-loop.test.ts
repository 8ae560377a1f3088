import {expect, test} from 'vitest';
import {startLoop} from '../../source/live/endpoint-loop.ts';
import {fakeClock} from './fake-clock.ts';

const looping = (intervalMilliseconds: () => number | undefined, runMilliseconds = 0) => {
	const clock = fakeClock(0);
	const stopping = new AbortController();
	const runs: number[] = [];
	const loop = startLoop({
		clock,
		signal: stopping.signal,
		dueAt() {
			const interval = intervalMilliseconds();
			return interval === undefined ? undefined : (runs.at(-1) ?? -interval) + interval;
		},
		run() {
			runs.push(clock.now());
			return new Promise(resolve => {
				clock.after(runMilliseconds, resolve);
			});
		},
	});
	return {clock, loop, runs, stopping};
};

test('it runs when due, from start to start', async () => {
	const {clock, runs} = looping(() => 100, 30);
	await clock.advance(450);
	expect(runs).toEqual([0, 100, 200, 300, 400]);
});

test('what takes longer than the interval neither overlaps nor is made up for', async () => {
	const {clock, runs} = looping(() => 100, 250);
	await clock.advance(900);
	expect(runs).toEqual([0, 250, 500, 750]);
});

test('it holds still while it is not due at all, and looks again when woken', async () => {
	let interval: number | undefined;
	const {clock, loop, runs} = looping(() => interval);
	await clock.advance(1000);
	interval = 100;
	await clock.advance(1000);
	expect(runs).toEqual([]);
	loop.wake();
	await clock.advance(250);
	expect(runs).toEqual([2000, 2100, 2200]);
});

test('a wake before its time runs nothing and leaves one timer', async () => {
	const {clock, loop, runs} = looping(() => 100);
	await clock.advance(50);
	for (let times = 0; times < 5; times++) {
		loop.wake();
		await clock.advance(1);
	}

	expect(runs).toEqual([0]);
	expect(clock.timers()).toBe(1);
});

test('it ends when stopped, with no timer left', async () => {
	const {clock, loop, stopping} = looping(() => 100);
	await clock.advance(50);
	stopping.abort();
	await loop.done;
	expect(clock.timers()).toBe(0);
});

test('what a run throws comes out', async () => {
	const loop = startLoop({
		clock: fakeClock(),
		signal: new AbortController().signal,
		dueAt: () => 0,
		run: () => Promise.reject(new Error('a bug')),
	});
	await expect(loop.done).rejects.toThrow('a bug');
});
