import {expect, test} from 'vitest';
import {blockLatency} from '../../source/detectors/block-latency.ts';
import {defaultThresholds} from '../../source/detectors/thresholds.ts';
import {draw, drawn, watch} from './draw.ts';
import {drawDumps} from './draw-dump.ts';

const only = {only: ['block-latency']} as const;

test('fires on sends that wait more than a second each', () => {
	const {log, said} = watch(draw({block: 'worker.send[chan send] 2/3*6'}), only);
	expect(said).toEqual(['6s warning block-latency: 1.5s mean wait in chan send, 1.5 s/s, 1.0 waits/s']);
	expect(log.firing[0]).toMatchObject({shortStep: 'speed up the receiver', confidence: 'confirmed'});
});

test('fires on many short waits for a lock that add up to 2 s/s', () => {
	const {said} = watch(draw({block: 'cache.Get[mutex] 400/6*6'}), only);
	expect(said).toEqual(['6s warning block-latency: 15ms mean wait at a mutex, 3.0 s/s, 200 waits/s']);
});

test('never judges receivers, selects and sleepers: they block by design', () => {
	const idle = 'job.run[chan receive] 2/60*8\nloop.run[select] 4/90*8\nbatch.tick[sleep] 1/30*8';
	expect(watch(draw({block: idle}), only).said).toEqual([]);
});

test('stays silent on short waits, and on one long wait now and then', () => {
	expect(watch(draw({block: 'cache.Get[mutex] 400/1*8'}), only).said).toEqual([]);
	expect(watch(draw({block: 'worker.send[chan send] 0/0 1/4 0/0*3 1/4 0/0*3'}), only).said).toEqual([]);
});

test('has no verdict on one reading', () => {
	const once = drawn({block: 'worker.send[chan send] 2/3'});
	expect(blockLatency.check(once, defaultThresholds['block-latency'], once.at).kind).toBe('too-early');
});

test('places that wait for locks of one type show as one, with who may hold them', () => {
	const waits = (before: string) => `
		stock.(*Table).Read[mutex] ${before} 10/19*6
		stock.(*Table).Write[mutex] ${before} 1/1.9*6
		db.Query[mutex] ${before} 1/1.8*6`;
	const [dump] = drawDumps(
		[
			`7 [sync.Mutex.Lock] lock(0xc0000a0138) < stock.(*Table).Read(0xc0000a0138)@88
			5 [sleep] stock.(*Table).BackUp(0xc0000a0138)@44`,
		],
		drawn({block: waits('1/0')}),
	);
	const {log} = watch(draw({block: waits('70/120'), ...(dump && {from: dump.history})}), only);
	expect(log.firing.map(({sites}) => sites.map(key => key.split('\n')[0]))).toEqual([
		['example.com/shop/db.Query'],
		['example.com/shop/stock.(*Table).Read', 'example.com/shop/stock.(*Table).Write'],
	]);
	expect(log.firing[1]?.evidence.slice(3).map(({name, text}) => `${name}: ${text}`)).toEqual([
		'also waits: stock.(*Table).Write stock.go:88, 1.9s each',
		'may be held by: goroutine 5, sleep, in stock.(*Table).BackUp stock.go:44',
	]);
});
