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
	expect(said).toEqual([
		'6s warning mutex-contention: delays others 1.5 s/s, 81% of all lock delay, 55 contentions/s',
	]);
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

test('speaks for the slow waits at its lock, even while nobody stands there', () => {
	const {log} = watch(
		draw({
			mutex: 'cache.(*LRU).Get[unlock] 110/3*6',
			sites: 'cache.(*LRU).Get[mutex] 14*3 0*3',
			block: 'cache.(*LRU).Get[mutex] 2/4*6',
		}),
		{only: ['mutex-contention', 'block-latency']},
	);
	expect(log.standing.map(({detector}) => detector).sort()).toEqual(['block-latency', 'mutex-contention']);
	expect(log.firing.map(({detector}) => detector)).toEqual(['mutex-contention']);
});

test('a writer that waits for readers is not told to hurry', () => {
	const warning = (block: string) =>
		watch(draw({mutex: 'rates.(*Table).refresh[write unlock] 40/30*6', block}), only).log.firing[0];
	expect(warning('rates.(*Table).refresh[write lock] 2/1*6')).toMatchObject({
		shortStep: 'find the long reader',
		nextStep: expect.stringContaining('this writer waits 500ms for readers to leave'),
		confidence: 'strong',
	});
	expect(warning('rates.(*Table).refresh[write lock] 20/0.1*6')?.shortStep).toBe('shorten this section');
	expect(warning('rates.(*Other).refresh[write lock] 2/1*6')?.shortStep).toBe('shorten this section');
});

test('from which wait on a writer is one that waits for readers is a threshold', () => {
	const readings = draw({
		mutex: 'rates.(*Table).refresh[write unlock] 40/30*6',
		block: 'rates.(*Table).refresh[write lock] 2/1*6',
	});
	const stepAt = (writerWaitMilliseconds: number) =>
		watch(readings, {
			...only,
			thresholds: {
				...defaultThresholds,
				'mutex-contention': {...defaultThresholds['mutex-contention'], writerWaitMilliseconds},
			},
		}).log.firing[0]?.shortStep;
	expect(stepAt(500)).toBe('find the long reader');
	expect(stepAt(501)).toBe('shorten this section');
});

test('is critical from 5 s/s', () => {
	const {said} = watch(draw({mutex: 'cache.Get[unlock] 400/12*6'}), only);
	expect(said).toEqual([
		'6s critical mutex-contention: delays others 6.0 s/s, 100% of all lock delay, 200 contentions/s',
	]);
});

test('fires on one site that has nearly all of a smaller delay', () => {
	const {said} = watch(draw({mutex: 'cache.Get[unlock] 40/0.5*6\ndb.Query[unlock] 4/0.02*6'}), only);
	expect(said).toEqual([
		'6s warning mutex-contention: delays others 0.3 s/s, 96% of all lock delay, 20 contentions/s',
	]);
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

test('says what keeps the section: who waits between its Lock and its Unlock', () => {
	const section = `
		cache.(*LRU).Get@80[mutex] 7*20
		cache.(*LRU).Get@70[select] 9*20
		cache.(*LRU).Get@84[sleep] 1*20
		cache.(*LRU).Get@90[select] 9*20
		cache.(*LRU).Put@85[select] 9*20`;
	const contended = {mutex: 'cache.(*LRU).Get@88[unlock] 110/3*20'};
	const {log} = watch(draw({...contended, sites: section}), only);
	expect(log.firing[0]).toMatchObject({
		shortStep: 'wait outside the lock',
		nextStep: expect.stringContaining('(in sleep, cache.(*LRU).Get cache.go:84)'),
	});
	const [, ...withoutLock] = section.trim().split('\n');
	const other = watch(draw({...contended, sites: withoutLock.join('\n')}), only);
	expect(other.log.firing[0]?.shortStep).toBe('shorten this section');
});

test('says means of the last readings: few recorded contentions stand for many', () => {
	const sampled = Array.from({length: 30}, (_, poll) => (poll % 5 === 0 ? '50/50' : '10/10')).join(' ');
	const {log} = watch(draw({mutex: `stock.Write[unlock] ${sampled}`}), only);
	expect(log.firing[0]?.headline).toBe('delays others 8.6 s/s, 100% of all lock delay, 8.6 contentions/s');
	const begun = watch(draw({mutex: 'stock.Write[unlock] 0/0*20 20/8*3'}), only);
	expect(begun.log.firing[0]?.headline).toBe(
		'delays others 4.0 s/s, 100% of all lock delay, 10 contentions/s',
	);
});
