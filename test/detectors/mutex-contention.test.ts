import {expect, test} from 'vitest';
import {mutexContention} from '../../source/detectors/mutex-contention.ts';
import {defaultThresholds} from '../../source/detectors/thresholds.ts';
import {beginStretch} from '../../source/series/comparable.ts';
import {draw, drawn, watch} from './draw.ts';

const only = {only: ['mutex-contention']} as const;

test('names the section with most delay, its share, and how many wait now', () => {
	const {log, said} = watch(
		draw({
			mutex: 'cache.(*LRU).Get[unlock] 110/3*6\nstock.(*Book).Sell[unlock] 20/0.7*6',
			sites: 'cache.(*LRU).Get[mutex] 14*6\nstock.(*Book).Sell[mutex] 1*6',
		}),
		only,
	);
	expect(said).toEqual(['6s warning mutex-contention: 81% of all lock delay, 1.5 s/s, 55 contentions/s']);
	expect(log.firing[0]?.evidence.map(({name, text}) => `${name}: ${text}`)).toEqual([
		'delay of all locks: 1.9 s/s',
		'delay of this section: 1.5 s/s',
		'share of all lock delay: 81%',
		'contentions of this section: 55 contentions/s',
		'waiting now: 14 goroutines, most at cache.(*LRU).Get cache.go:88 (same function)',
	]);
	expect(log.firing[0]).toMatchObject({shortStep: 'shorten this section', since: 2000});
	expect(log.firing[0]?.sites[0]).toMatch(/unlock$/u);
});

test('does not call a neighbour in the package the one that waits, nor speaks for it', () => {
	const {log} = watch(
		draw({
			mutex: 'cache.(*LRU).Get[unlock] 110/3*6',
			sites: 'cache.(*Stats).Add[mutex] 14*6',
			block: 'cache.(*Stats).Add[mutex] 2/4*6',
		}),
		{only: ['mutex-contention', 'block-latency']},
	);
	expect(log.firing.map(({detector}) => detector).sort()).toEqual(['block-latency', 'mutex-contention']);
	expect(log.firing.find(({detector}) => detector === 'mutex-contention')?.evidence.at(-1)).toMatchObject({
		name: 'waiting now in its package',
		text: '14 goroutines, most at cache.(*Stats).Add cache.go:88 (same package)',
	});
});

test('is critical from 5 s/s', () => {
	const {said} = watch(draw({mutex: 'cache.Get[unlock] 400/12*6'}), only);
	expect(said).toEqual(['6s critical mutex-contention: 100% of all lock delay, 6.0 s/s, 200 contentions/s']);
});

test('fires on one site that has nearly all of a smaller delay', () => {
	const {said} = watch(draw({mutex: 'cache.Get[unlock] 40/0.5*6\ndb.Query[unlock] 4/0.02*6'}), only);
	expect(said).toEqual(['6s warning mutex-contention: 96% of all lock delay, 0.3 s/s, 20 contentions/s']);
});

test('stays silent on little delay, on few waits, and on two polls only', () => {
	expect(watch(draw({mutex: 'cache.Get[unlock] 40/0.5*6\ndb.Query[unlock] 30/0.3*6'}), only).said).toEqual(
		[],
	);
	expect(watch(draw({mutex: 'cache.Get[unlock] 2/0.6*6'}), only).said).toEqual([]);
	expect(watch(draw({mutex: 'cache.Get[unlock] 0/0 400/12*2 0/0*6'}), only).said).toEqual([]);
});

test("leaves out contention inside Go's own runtime", () => {
	expect(watch(draw({mutex: 'runtime.unlock[runtime lock] 900/40*8'}), only).said).toEqual([]);
});

test('has no verdict on one reading, nor on the first one after a break', () => {
	const rule = defaultThresholds['mutex-contention'];
	expect(mutexContention.check(drawn({mutex: 'cache.Get[unlock] 400/12'}), rule, 0).kind).toBe('too-early');
	const known = drawn({mutex: 'cache.Get[unlock] 400/12*3'});
	expect(mutexContention.check(known, rule, 0).kind).toBe('findings');
	const broken = beginStretch(known, known.at, 'gap', 'no data for a while');
	expect(mutexContention.check(broken, rule, 0).kind).toBe('too-early');
});

test('a reading of something else is not counted as another mutex profile', () => {
	const known = drawn({mutex: 'cache.Get[unlock] 400/12*3'});
	const later = {...known, at: known.at + 500};
	expect(mutexContention.check(later, defaultThresholds['mutex-contention'], later.at).kind).toBe(
		'too-early',
	);
});
