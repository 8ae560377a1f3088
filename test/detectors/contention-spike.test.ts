import {expect, test} from 'vitest';
import {contentionSpike} from '../../source/detectors/contention-spike.ts';
import {defaultThresholds} from '../../source/detectors/thresholds.ts';
import {draw, drawn, watch} from './draw.ts';

const only = {only: ['contention-spike']} as const;

test('fires when a lock delays far more than it used to', () => {
	const {log, said} = watch(draw({mutex: 'cache.Get[unlock] 20/0.04*60 90/0.8*20'}), only);
	expect(said).toEqual(['124s warning contention-spike: 0.4 s/s of delay, 20 times the usual 20 ms/s']);
	expect(log.firing[0]?.shortStep).toBe('shorten this section');
});

test('fires on a lock that never delayed anyone', () => {
	const {said} = watch(draw({mutex: 'cache.Get[unlock] 0/0*60 90/0.8*20\ndb.Query[unlock] 9/0.01*80'}), only);
	expect(said).toEqual(['124s warning contention-spike: 0.4 s/s of delay, usually 0 s/s']);
});

test('judges locks by the block profile where mutex profiling is off, and sends never', () => {
	const {said} = watch(
		draw({
			block:
				'cache.Get[mutex] 20/0.04*60 90/0.8*20\nworker.send[chan send] 20/0.04*60 90/0.8*20\njob.run[select] 1/0.1*60 1/90*20',
		}),
		only,
	);
	expect(said).toEqual(['124s warning contention-spike: 0.4 s/s of delay, 20 times the usual 20 ms/s']);
});

test('stays silent on a spike that this lock has every minute', () => {
	const minute = '20/0.04*25 90/0.8*5';
	expect(
		watch(draw({mutex: `cache.Get[unlock] ${minute} ${minute} ${minute} ${minute}`}), only).said.length,
	).toBeLessThanOrEqual(0);
});

test('stays silent below 0.2 s/s and on a steady delay', () => {
	expect(watch(draw({mutex: 'cache.Get[unlock] 2/0.004*60 90/0.3*20'}), only).said).toEqual([]);
	expect(watch(draw({mutex: 'cache.Get[unlock] 90/0.8*80'}), only).said).toEqual([]);
});

test('has no verdict before ten readings of a baseline', () => {
	const young = drawn({mutex: 'cache.Get[unlock] 20/0.04*30 90/0.8*9'});
	expect(contentionSpike.check(young, defaultThresholds['contention-spike'], young.at).kind).toBe(
		'too-early',
	);
});
