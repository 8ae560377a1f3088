import {expect, test} from 'vitest';
import {goroutineCount} from '../../source/detectors/goroutine-count.ts';
import {defaultThresholds} from '../../source/detectors/thresholds.ts';
import {emptyHistory} from '../../source/series/history.ts';
import {draw, drawn, watch} from './draw.ts';

const crowd = `
	conn.serve[net read]  4920*6
	worker.send[chan send] 780*6
	job.run[select]        240*6
	web.log[sleep]          60*6`;

test('fires at 5,000 goroutines, naming the three largest places', () => {
	const {log, said} = watch(draw({sites: crowd}), {only: ['goroutine-count']});
	expect(said).toEqual(['4s warning goroutine-count: 6,000 goroutines, 82% in net read at one site']);
	expect(log.firing[0]?.evidence.map(({name, text}) => `${name}: ${text}`)).toEqual([
		'goroutines now: 6,000 goroutines',
		'conn.serve conn.go:88: 4,920 in net read, 82%',
		'worker.send worker.go:88: 780 in chan send, 13%',
		'job.run job.go:88: 240 in select, 4.0%',
	]);
});

test('is critical at 10,000', () => {
	const {log} = watch(draw({sites: 'worker.send[chan send] 10000*6'}), {only: ['goroutine-count']});
	expect(log.firing.map(({severity}) => severity)).toEqual(['critical']);
});

test('says nothing below 5,000, nor of one poll above', () => {
	expect(watch(draw({sites: 'conn.serve[net read] 4999*6'}), {only: ['goroutine-count']}).said).toEqual([]);
	expect(
		watch(draw({sites: 'conn.serve[net read] 10 6000*2 10*4'}), {only: ['goroutine-count']}).said,
	).toEqual([]);
});

test('speaks without sites while no goroutine profile could be read', () => {
	const [heartbeat] = draw({sites: crowd});
	const check = heartbeat && goroutineCount.check(heartbeat.history, defaultThresholds['goroutine-count'], 0);
	expect(check).toMatchObject({findings: [{headline: '6,000 goroutines', sites: []}]});
});

test('names no place at its head that has hardly any of them', () => {
	const sites = Array.from({length: 60}, (_, index) => `job.run${index}[select] 100*6`).join('\n');
	const {said} = watch(draw({sites}), {only: ['goroutine-count']});
	expect(said).toEqual(['4s warning goroutine-count: 6,000 goroutines']);
});

test('has no verdict before the first heartbeat', () => {
	const nothing = emptyHistory(0, {intervalMilliseconds: 2000, budgetFraction: 0.01});
	expect(goroutineCount.check(nothing, defaultThresholds['goroutine-count'], 0).kind).toBe('too-early');
	expect(goroutineCount.check(drawn({sites: crowd}), defaultThresholds['goroutine-count'], 0).kind).toBe(
		'findings',
	);
});
