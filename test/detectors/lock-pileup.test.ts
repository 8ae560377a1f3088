import {expect, test} from 'vitest';
import {lockPileup} from '../../source/detectors/lock-pileup.ts';
import {defaultThresholds} from '../../source/detectors/thresholds.ts';
import {emptyHistory} from '../../source/series/history.ts';
import {draw, watch} from './draw.ts';

const only = {only: ['lock-pileup']} as const;

test('fires when 20 goroutines wait at one lock, and says who released late', () => {
	const {log, said} = watch(
		draw({
			sites: 'cache.(*LRU).Get[mutex] 0 24*4',
			mutex: 'cache.(*LRU).Evict[unlock] 110/3*5\nweb.handle[unlock] 5/0.1*5',
		}),
		only,
	);
	expect(said).toEqual(['4s warning lock-pileup: 24 wait at a mutex']);
	expect(log.firing[0]?.evidence.map(({name, text}) => `${name}: ${text}`)).toEqual([
		'waiting now: 24 goroutines',
		'released late by: cache.(*LRU).Evict cache.go:88, 1.5 s/s (same type)',
	]);
	expect(log.firing[0]?.sites).toHaveLength(2);
});

test('calls a release in the same package no more than that', () => {
	const {log} = watch(
		draw({sites: 'cache.(*LRU).Get[mutex] 24*4', mutex: 'cache.(*Stats).Add[unlock] 110/3*5'}),
		only,
	);
	expect(log.firing[0]?.evidence.at(-1)).toMatchObject({
		name: 'late releases in its package',
		text: 'cache.(*Stats).Add cache.go:88, 1.5 s/s (same package)',
	});
});

test('is critical from 200 goroutines', () => {
	expect(watch(draw({sites: 'cache.(*LRU).Get[mutex] 250*3'}), only).said).toEqual([
		'2s critical lock-pileup: 250 wait at a mutex',
	]);
});

test('stays silent on 19, on one crowded moment, and on other waits', () => {
	expect(watch(draw({sites: 'cache.Get[mutex] 19*6'}), only).said).toEqual([]);
	expect(watch(draw({sites: 'cache.Get[mutex] 0*2 60 0*4'}), only).said).toEqual([]);
	expect(watch(draw({sites: 'job.run[chan receive] 500*6'}), only).said).toEqual([]);
});

test('has no verdict before the first goroutine profile', () => {
	const nothing = emptyHistory(0, {intervalMilliseconds: 2000, budgetFraction: 0.01});
	expect(lockPileup.check(nothing, defaultThresholds['lock-pileup'], 0).kind).toBe('too-early');
});

test('speaks for the growth of the process where that is its queue', () => {
	const {log} = watch(draw({sites: 'wallet.pay[mutex] 0..210*36'}), {
		only: ['lock-pileup', 'goroutine-growth', 'site-growth'],
	});
	expect(log.firing.map(({headline}) => headline)).toEqual(['210 wait at a mutex']);
	expect(log.firing[0]?.absorbed.map(({detector}) => detector)).toContain('goroutine-growth');
});

test('thousands of queues and releases in one package are judged in a moment', () => {
	const places = Array.from({length: 3000}, (_, index) => `shop.(*T${index}).Get`);
	const moments = draw({
		sites: places.map(place => [`${place}[mutex]`, [30, 30, 30, 30]]),
		mutex: places.map(place => [`${place}[unlock]`, ['10/3', '10/3', '10/3', '10/3']]),
	});
	const startedAt = performance.now();
	const {log} = watch(moments, only);
	expect(performance.now() - startedAt).toBeLessThan(15_000);
	expect(log.firing).toHaveLength(3000);
}, 30_000);
