import {describe, expect, test} from 'vitest';
import {defaultThresholds} from '../../source/detectors/thresholds.ts';
import {timerGrowth} from '../../source/detectors/timer-growth.ts';
import {groupHeap} from '../../source/profile/group-heap.ts';
import {recordHeapProfile} from '../../source/series/record-heap-profile.ts';
import {drawProfile} from '../profile/draw-stack.ts';
import {draw, drawn, type Moment, watch} from './draw.ts';
import {noHistory} from './draw-memory.ts';
import {ramp, type Shape, sampled, sawtooth, traffic, warmUp} from './series-shapes.ts';

const only = {only: ['timer-growth']} as const;

describe('goroutines that sleep', () => {
	const retries = Array.from({length: 6}, (_, index) => `retry.again${index}[sleep] 5..65*31`).join('\n');

	test('fire when more and more of them sleep, at one place or at many', () => {
		expect(watch(draw({sites: 'retry.again[sleep] 10..310*31'}), only).said).toEqual([
			'44s warning timer-growth: 230 in sleep, +300/min',
		]);
		expect(watch(draw({sites: retries}), only).said).toEqual([
			'44s warning timer-growth: 294 in sleep, +360/min, at 6 sites',
		]);
	});

	test('are one fact with the growth of the place and of the process', () => {
		const {log} = watch(draw({sites: `retry.again[sleep] 10..310*31\nweb.handle[select] 30*31`}));
		expect(
			log.firing.map(({detector, absorbed}) => [detector, absorbed.map(other => other.detector)]),
		).toEqual([['timer-growth', ['site-growth', 'goroutine-growth']]]);
		expect(log.firing[0]?.sites[0]).toMatch(/^example\.com\/shop\/retry\.again\n/u);
	});

	test('fire when there are very many, and speak for the number of goroutines', () => {
		const {said, log} = watch(draw({sites: 'retry.again[sleep] 1200*8'}), only);
		expect(said).toEqual(['4s warning timer-growth: 1,200 in sleep']);
		expect(log.firing[0]?.absorbs).toContainEqual({detector: 'goroutine-count', subject: {kind: 'process'}});
	});

	test('are said once while their number wavers around the limit', () => {
		const sites = [['retry.again[sleep]', sampled(traffic(1000, 8), {polls: 330, seed: 5})]] as const;
		expect(watch(draw({sites}), only).said).toHaveLength(1);
		const {said, log} = watch(draw({sites: 'retry.again[sleep] 1200*8 950*20 800*20'}), only);
		expect(said).toEqual(['4s warning timer-growth: 1,200 in sleep', '84s timer-growth: it cleared']);
		expect(log.resolved[0]?.headline).toBe('950 in sleep');
	});

	test.each([
		['bursts', sawtooth(5, 400, 6, 0.3)],
		['a warm-up', warmUp(5, 400, 12)],
		['one step up', ramp(5, 400, 120, 20)],
		['coming and going', traffic(400, 8)],
	] as const)('are silent on %s', (_name, shape) => {
		const sites = [['retry.again[sleep]', sampled(shape, {polls: 330, seed: 5})]] as const;
		expect(watch(draw({sites}), only).said).toEqual([]);
		const two = [...sites, ['poll.wait[sleep]', sampled(shape, {polls: 330, seed: 6})]] as const;
		expect(watch(draw({sites: two}), only).said).toEqual([]);
	});

	test('are silent on places that take turns', () => {
		const turns = `
			retry.one[sleep] 100..0*100
			retry.two[sleep] 0..100*100`;
		expect(watch(draw({sites: turns}), only).said).toEqual([]);
	});
});

/** Live timers, one heap profile a minute, as they are sampled: in steps of 2,341. */
function drawTimers(shape: Shape, minutes: number, seed = 1): readonly Moment[] {
	let history = noHistory;
	return sampled(shape, {polls: minutes + 1, seed, intervalSeconds: 60}).map((timers, index) => {
		const samples = Math.round(timers / 2341);
		const snapshot = groupHeap(
			{
				...drawProfile(
					`${samples * 4681} ${samples * 4681 * 112} time.newTimer < time.NewTimer < time.After < example.com/shop/worker.loop@/src/loop.go:31`,
				),
				sampleTypes: [
					{type: 'inuse_objects', unit: 'count'},
					{type: 'inuse_space', unit: 'bytes'},
				],
			},
			undefined,
		);
		history = recordHeapProfile(history, index * 60_000, snapshot);
		return {history, readings: ['heap profile']};
	});
}

describe('live timers', () => {
	test('fire when they rise, and name the place', () => {
		const {said, log} = watch(
			drawTimers(seconds => 50 * seconds, 14),
			only,
		);
		expect(said[0]).toMatch(
			/^7\d\ds warning timer-growth: about 3\d,\d{3} live timers, \+[23],[09]\d\d\/min, most at worker\.loop loop\.go:31$/u,
		);
		expect(log.firing[0]?.stack?.[0]?.functionName).toBe('time.newTimer');
	});

	test.each([
		['as many as ever, within the noise of sampling', traffic(60_000, 120), 60],
		['few that rise', (seconds: number) => 10 * seconds, 14],
		['a warm-up', warmUp(0, 200_000, 90), 60],
		['bursts', sawtooth(1000, 100_000, 170, 0.2), 60],
	] as const)('are silent on %s', (_name, shape, minutes) => {
		for (const seed of [1, 2, 3, 4, 5]) {
			expect(watch(drawTimers(shape, minutes, seed), only).said).toEqual([]);
		}
	});
});

test('has no verdict before there is a profile, nor on ten seconds of sleepers', () => {
	const check = (history: typeof noHistory) =>
		timerGrowth.check(history, defaultThresholds['timer-growth'], 0).kind;
	expect(check(noHistory)).toBe('too-early');
	expect(check(drawn({sites: 'retry.again[sleep] 100..300*6'}))).toBe('too-early');
	expect(check(drawTimers(seconds => 100 * seconds, 5).at(-1)?.history ?? noHistory)).toBe('too-early');
});
