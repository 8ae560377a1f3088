import {expect, test} from 'vitest';
import {siteGrowth} from '../../source/detectors/site-growth.ts';
import {defaultThresholds} from '../../source/detectors/thresholds.ts';
import {draw, drawn, watch} from './draw.ts';
import {sampled, traffic} from './series-shapes.ts';

const only = {only: ['site-growth']} as const;

test('names the place, its state and its pace', () => {
	const {log, said} = watch(
		draw({sites: 'worker.send[chan send] 10..160*31\nconn.serve[net read] 900*31'}),
		only,
	);
	expect(said).toEqual(['44s warning site-growth: 120 in chan send, +150/min']);
	expect(log.firing[0]?.evidence.map(({name, text}) => `${name}: ${text}`)).toEqual([
		'waiting now: 160 goroutines',
		'growth: +150 goroutines in 1m00s',
		'pace: 150 goroutines/min',
		'share of all goroutines: 15%',
	]);
	expect(log.firing[0]?.confidence).toBe('strong');
});

test('is critical from 1,000 goroutines or 30 % of all', () => {
	const many = watch(
		draw({sites: 'worker.send[chan send] 1000..1300*31\nconn.serve[net read] 9000*31'}),
		only,
	);
	expect(many.said).toEqual(['44s critical site-growth: 1,220 in chan send, +300/min']);
	const large = watch(draw({sites: 'job.run[select] 0..150*31'}), only);
	expect(large.said).toEqual(['44s critical site-growth: 110 in select, +150/min']);
});

test('blames no line where only Go waits: idle connections are a warning at most', () => {
	const {log} = watch(draw({sites: 'net/http.(*conn).serve[net read] 0..3000*61'}), only);
	expect(log.firing.map(({severity, confidence}) => [severity, confidence])).toEqual([
		['warning', 'suspected'],
	]);
});

test('stays silent on growth below 50, on a plateau and on a steady crowd', () => {
	expect(watch(draw({sites: 'worker.send[chan send] 0..45*31'}), only).said).toEqual([]);
	expect(watch(draw({sites: 'worker.send[chan send] 0..900*10 900*60'}), only).said).toEqual([]);
	expect(watch(draw({sites: 'job.run[chan receive] 5000*200'}), only).said).toEqual([]);
});

test('a busy place must grow by a tenth; where nobody leaves, 50 are enough', () => {
	const churn = sampled(traffic(0, 3), {polls: 200, seed: 5});
	const busy = churn.map((value, poll) => 5000 + (poll % 2) * 3 + value + poll);
	expect(watch(draw({sites: [['conn.serve[select]', busy]]}), only).said).toEqual([]);
	const stuck = busy.map((_, poll) => 5000 + poll);
	expect(watch(draw({sites: [['conn.serve[select]', stuck]]}), only).said[0]).toMatch(
		/critical site-growth: 5,\d+ in select/u,
	);
});

test('grows windows where polls are rare', () => {
	const {said} = watch(draw({sites: 'worker.send[chan send] 0..400*41', intervalMilliseconds: 60_000}), only);
	expect(said[0]).toMatch(/critical site-growth: \d+ in chan send, \+10\/min$/u);
});

test('has no verdict on 38 s of history', () => {
	const early = drawn({sites: 'worker.send[chan send] 0..200*20'});
	expect(siteGrowth.check(early, defaultThresholds['site-growth'], early.at).kind).toBe('too-early');
});

test('stays while blocked sends are still stuck, clears when they leave', () => {
	const stuck = watch(draw({sites: 'worker.send[chan send] 10..160*31 160*60'}), only);
	expect(stuck.log.firing.map(({headline}) => headline)).toEqual([
		'160 in chan send, no more of them but still stuck',
	]);
	const freed = watch(draw({sites: 'worker.send[chan send] 10..160*31 160*20 20*40'}), only);
	expect(freed.log.firing).toEqual([]);
	const idle = watch(draw({sites: 'job.run[select] 10..160*31 160*60'}), only);
	expect(idle.log.firing).toEqual([]);
});
