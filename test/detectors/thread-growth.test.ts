import {describe, expect, test} from 'vitest';
import {threadGrowth} from '../../source/detectors/thread-growth.ts';
import {defaultThresholds} from '../../source/detectors/thresholds.ts';
import {groupGoroutines} from '../../source/profile/goroutine-snapshot.ts';
import type {History} from '../../source/series/history.ts';
import {recordGoroutines} from '../../source/series/record-goroutines.ts';
import {recordHeartbeat} from '../../source/series/record-heartbeat.ts';
import {drawProfile} from '../profile/draw-stack.ts';
import {type Moment, watch} from './draw.ts';
import {noHistory} from './draw-memory.ts';
import {ramp, type Shape, sampled, warmUp} from './series-shapes.ts';

const only = {only: ['thread-growth']} as const;

/** A heartbeat every 2 s; what is given of the history, such as sites and metrics, stands from the beginning. */
function drawThreads(shape: Shape, seconds: number, from: History = noHistory): readonly Moment[] {
	let history = from;
	let most = 0;
	return sampled(shape, {polls: seconds / 2 + 1, seed: 1}).map((threads, index) => {
		// Go keeps its threads.
		most = Math.max(most, threads);
		const counts = new Map([
			['goroutine', 50],
			['threadcreate', most],
		]);
		history = recordHeartbeat(history, index * 2000, {counts}, 3);
		return {history, readings: ['heartbeat']};
	});
}

const leaking =
	(base: number, perMinute: number): Shape =>
	seconds =>
		base + (perMinute * seconds) / 60;

describe('fires', () => {
	const calls = recordGoroutines(
		noHistory,
		0,
		groupGoroutines(
			drawProfile(`
				90 syscall.Syscall < syscall.flock < example.com/shop/store.lock@/src/store.go:12 < main.main
				4 runtime.cgocall < example.com/shop/image.Scale@/src/image.go:3
				700 runtime.gopark < runtime.selectgo < example.com/shop/web.handle@/src/web.go:5`),
			undefined,
		),
	);

	test('on many that still rise, and names who holds them', () => {
		const {said, log} = watch(drawThreads(leaking(80, 30), 120, calls), only);
		expect(said).toEqual([
			'52s warning thread-growth: 106 threads, +30/min, 90 in a system call at one site',
		]);
		expect(log.firing[0]?.sites.map(key => key.split('\n')[0])).toEqual([
			'example.com/shop/store.lock',
			'example.com/shop/image.Scale',
		]);
		expect(log.firing[0]).toMatchObject({confidence: 'strong', shortStep: 'bound the calls'});
	});

	test('and speaks for goroutines that grow with them, where those are most of all', () => {
		const absorbed = watch(drawThreads(leaking(80, 30), 120, calls), only).log.firing[0]?.absorbs ?? [];
		expect(absorbed.map(({detector}) => detector)).toEqual(['site-growth', 'site-growth']);
		const alone = {...calls, goroutinesInProfile: 100};
		const all = watch(drawThreads(leaking(80, 30), 120, alone), only).log.firing[0]?.absorbs ?? [];
		expect(all.map(({detector}) => detector)).toEqual(['site-growth', 'site-growth', 'goroutine-growth']);
	});

	test('and says so when no goroutine is in a system call', () => {
		const {log} = watch(drawThreads(leaking(80, 30), 120), only);
		expect(log.firing[0]?.headline).toMatch(/, no goroutine is in a system call$/u);
		expect(log.firing[0]?.confidence).toBe('suspected');
	});

	test('on a slow rise that doubles them within ten minutes', () => {
		expect(watch(drawThreads(leaking(35, 4), 660), only).said).toEqual([
			expect.stringMatching(/^6\d\ds warning thread-growth: 7\d threads, \+4\.?0?\/min/u),
		]);
	});

	test('critically, halfway to where Go ends the program', () => {
		expect(watch(drawThreads(leaking(4900, 300), 60), only).said.at(-1)).toMatch(/critical thread-growth/u);
	});
});

describe('stays silent', () => {
	test.each([
		['on a burst, whose threads stay', ramp(20, 300, 300, 4)],
		['on a warm-up that levels off', warmUp(10, 200, 15)],
		['on many that stay as they are', () => 800],
		['on few that rise', leaking(5, 3)],
		['on a slow rise of less than double', leaking(60, 2)],
	] as const)('%s', (_name, shape) => {
		expect(watch(drawThreads(shape, 900), only).said).toEqual([]);
	});

	test('on what a machine of many cores may use', () => {
		const large = {...noHistory, metrics: {gomaxprocs: 96}};
		expect(watch(drawThreads(leaking(100, 25), 180, large), only).said).toEqual([]);
	});
});

test('has no verdict on 38 s', () => {
	const history = drawThreads(leaking(100, 60), 38).at(-1)?.history ?? noHistory;
	expect(threadGrowth.check(history, defaultThresholds['thread-growth'], 0).kind).toBe('too-early');
});
