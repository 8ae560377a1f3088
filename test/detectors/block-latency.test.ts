import {expect, test} from 'vitest';
import {blockLatency} from '../../source/detectors/block-latency.ts';
import {defaultThresholds} from '../../source/detectors/thresholds.ts';
import {draw, drawn, watch} from './draw.ts';

const only = {only: ['block-latency']} as const;

test('fires on sends that wait more than a second each', () => {
	const {log, said} = watch(draw({block: 'worker.send[chan send] 2/3*6'}), only);
	expect(said).toEqual(['6s warning block-latency: 1.5s mean wait in chan send, 1.5 s/s, 1.0 waits/s']);
	expect(log.firing[0]).toMatchObject({shortStep: 'speed up the receiver', confidence: 'confirmed'});
});

test('fires on many short waits for a lock that add up to 2 s/s', () => {
	const {said} = watch(draw({block: 'cache.Get[mutex] 400/6*6'}), only);
	expect(said).toEqual(['6s warning block-latency: 15ms mean wait in mutex, 3.0 s/s, 200 waits/s']);
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
