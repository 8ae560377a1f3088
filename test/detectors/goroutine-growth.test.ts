import {expect, test} from 'vitest';
import {goroutineGrowth} from '../../source/detectors/goroutine-growth.ts';
import {defaultThresholds} from '../../source/detectors/thresholds.ts';
import {beginStretch} from '../../source/series/comparable.ts';
import type {History} from '../../source/series/history.ts';
import {draw, drawn, watch} from './draw.ts';
import {drawDumps} from './draw-dump.ts';
import {added, leak, sampled, traffic} from './series-shapes.ts';

const only = {only: ['goroutine-growth']} as const;
const check = (history: History) =>
	goroutineGrowth.check(history, defaultThresholds['goroutine-growth'], history.at);

test('names the site that explains the growth, and speaks for it', () => {
	const moments = draw({
		sites: `
			worker.(*Pool).dispatch[chan send] 10..310*31
			web.handle[select] 30*31`,
	});
	const {log, said} = watch(moments, only);
	expect(said).toEqual(['44s warning goroutine-growth: 220 in chan send, +300/min, 100% of all growth']);
	expect(log.firing[0]).toMatchObject({
		word: 'leak',
		shortStep: 'nobody receives',
		since: 0,
	});
	expect(log.firing[0]?.absorbs.map(({detector}) => detector)).toContain('site-growth');
	expect(log.firing[0]?.sites[0]).toMatch(/^example\.com\/shop\/worker\.\(\*Pool\)\.dispatch\n/u);
	expect(log.firing[0]?.stack?.at(-1)?.line).toBe(88);
});

test('says so when no site stands out', () => {
	const places = Array.from({length: 6}, (_, index) => `web.handle${index}[select] 10..110*51`).join('\n');
	const {log, said} = watch(draw({sites: places}), only);
	expect(said[0]).toBe('44s warning goroutine-growth: 324 goroutines, +360/min, no site stands out');
	expect(log.firing[0]?.absorbs).toEqual([]);
});

test('two sites that grow together explain it together; what they hold open is said first', () => {
	const pair = `
		net/http.(*persistConn).writeLoop[select] 0..210*36
		net/http.(*persistConn).readLoop[select] 0..210*36`;
	const {log, said} = watch(draw({sites: pair}), only);
	expect(said).toEqual([
		'44s warning goroutine-growth: 126 HTTP response bodies open, +172/min, 96% of all growth at 2 sites',
	]);
	expect(log.firing[0]).toMatchObject({shortStep: 'close response bodies'});
	expect(log.firing[0]?.sites.map(key => key.split('\n')[0])).toEqual([
		'net/http.(*persistConn).readLoop',
		'net/http.(*persistConn).writeLoop',
	]);
});

test('senders that get through, but too late, are a queue and no leak', () => {
	const {log, said} = watch(
		draw({sites: 'web.render[chan send] 0..280*36', block: 'web.render[chan send] 0/0*5 8/160*31'}),
		only,
	);
	expect(said).toEqual(['44s warning goroutine-growth: 168 in chan send, +240/min, 4.0/s get through']);
	expect(log.firing[0]).toMatchObject({
		word: 'queue',
		confidence: 'suspected',
		shortStep: 'speed up the receiver',
	});
});

test('receivers that wake up again and again want an end of their loop', () => {
	const ticking = Array.from({length: 36}, (_, poll) => `${poll * 6}/${poll * 12}`);
	const {log} = watch(
		draw({
			sites: 'live.beat[chan receive] 0..210*36',
			block: [['live.beat[chan receive]', ticking]],
		}),
		only,
	);
	expect(log.firing[0]).toMatchObject({
		word: 'leak',
		confidence: 'strong',
		shortStep: 'end the loop',
		nextStep: expect.stringContaining('wake up about every 2.0s'),
	});
});

test('stays silent where growth is under a fifth of what is there', () => {
	expect(watch(draw({sites: 'conn.serve[select] 4000..4500*200'}), only).said).toEqual([]);
});

test('sees a steep slope under noise after ten minutes', () => {
	const shape = added(() => 20_000, traffic(4000, 20), leak(6));
	const sites = [['web.handle[select]', sampled(shape, {polls: 400, seed: 3})]] as const;
	const [first] = watch(draw({sites}), only).said;
	expect(first).toMatch(
		/^60\ds warning goroutine-growth: 27,\d{3} in select, \+3\d\d\/min, 100% of all growth$/u,
	);
});

test('compares the last half hour with one to two hours ago', () => {
	const hour = '1000*120 1000..1500*180 1500*15';
	const {said} = watch(draw({sites: `web.handle[select] ${hour}`, intervalMilliseconds: 30_000}), only);
	expect(said[0]).toMatch(
		/^\d+s warning goroutine-growth: 1,\d{3} goroutines, \d\d% more than the 1,\d{3} of 1 to 2 h ago$/u,
	);
});

test('has no verdict on 38 s of history, nor across a break', () => {
	expect(check(drawn({sites: 'worker.send[chan send] 0..200*20'})).kind).toBe('too-early');
	const grown = drawn({sites: 'worker.send[chan send] 0..600*61'});
	expect(check(grown)).toMatchObject({kind: 'findings', findings: [{subject: {kind: 'process'}}]});
	expect(check(beginStretch(grown, grown.at, 'gap', 'no data for a while')).kind).toBe('too-early');
});

test('does not take the step over a gap for growth', () => {
	const before = drawn({sites: 'worker.send[chan send] 100*60'});
	const gap = beginStretch(before, before.at + 60_000, 'gap', 'no data for a while');
	const moments = draw({sites: 'worker.send[chan send] 900*60', from: {...gap, at: before.at + 60_000}});
	expect(watch(moments, only).said).toEqual([]);
});

test('goes on speaking for a missing Done that a dump shows later at the same place', () => {
	const settings = {only: ['goroutine-growth', 'stuck-wait'] as const};
	const moments = draw({sites: 'job.Run[waitgroup] 0..210*36'});
	const growing = watch(moments, settings).log;
	const dumps = drawDumps(
		['7 [semacquire, 2 minutes] wait < job.Run@88 | job.Start@3 in 1'],
		moments.at(-1)?.history,
	);
	const {log} = watch(dumps, settings, growing);
	expect(log.standing.map(({detector}) => detector)).toEqual(['goroutine-growth', 'stuck-wait']);
	expect(log.firing.map(({detector, shortStep}) => `${detector}: ${shortStep}`)).toEqual([
		'goroutine-growth: find the missing Done',
	]);
});
