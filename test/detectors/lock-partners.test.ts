import {describe, expect, it} from 'vitest';
import {releaserBeside, releasersBeside, waitersBeside} from '../../source/detectors/lock-partners.ts';
import type {History, SiteHistory} from '../../source/series/history.ts';
import {drawn} from './draw.ts';

function siteNamed(history: History, name: string, kind: string): SiteHistory {
	const site = [...history.sites.values()].find(each => each.site.name === name && each.site.kind === kind);
	if (site === undefined) {
		throw new Error(`${name} is not drawn`);
	}

	return site;
}

/** `name how` of each late releaser that is put together with the waiters in cache.(*LRU).Get. */
function releasersOf(mutex: string): readonly string[] {
	const history = drawn({sites: 'cache.(*LRU).Get[mutex] 9*3', mutex});
	return releasersBeside(history, siteNamed(history, 'cache.(*LRU).Get', 'mutex')).map(
		({site, matchedBy}) => `${site.site.name} ${matchedBy}`,
	);
}

/** The same for the waiters of cache.(*LRU).Evict. */
function waitersOf(sites: string) {
	const history = drawn({sites, mutex: 'cache.(*LRU).Evict[unlock] 20/1*3'});
	const {count, partners, matchedBy} = waitersBeside(
		history,
		siteNamed(history, 'cache.(*LRU).Evict', 'unlock'),
	);
	return {count, matchedBy, names: partners.map(each => `${each.site.site.name} ${each.matchedBy}`)};
}

describe('releasersBeside', () => {
	it('puts the same function before the same type before the same package', () => {
		expect(
			releasersOf(
				'cache.Warm[unlock] 20/3*3\ncache.(*LRU).Evict[unlock] 20/2*3\ncache.(*LRU).Get[unlock] 20/1*3\nweb.handle[unlock] 99/9*3',
			),
		).toEqual(['cache.(*LRU).Get function', 'cache.(*LRU).Evict type', 'cache.Warm package']);
	});

	it('puts what delayed little last, however near it is', () => {
		expect(releasersOf('cache.(*LRU).Evict[unlock] 20/2*3\ncache.(*LRU).Get[unlock] 20/0.1*3')).toEqual([
			'cache.(*LRU).Evict type',
			'cache.(*LRU).Get function',
		]);
	});

	it('never makes more of a package, nor of another package, than it is', () => {
		expect(releasersOf('cache.(*Stats).Add[unlock] 20/2*3')).toEqual(['cache.(*Stats).Add package']);
		expect(releasersOf('cachet.(*LRU).Get[unlock] 20/2*3')).toEqual([]);
	});

	it('finds nobody when nothing was released late since the reading before', () => {
		expect(releasersOf('cache.(*LRU).Get[unlock] 20/2 0/0*3')).toEqual([]);
	});

	it('matches by who calls Lock: a lock of a library is not that of the code that calls it', () => {
		const history = drawn({sites: 'cache.(*LRU).Get[mutex] 9*3', mutex: 'cache.(*LRU).Get[unlock] 20/1*3'});
		const waiter = siteNamed(history, 'cache.(*LRU).Get', 'mutex');
		const library = {functionName: 'golang.org/x/sync/singleflight.(*Group).Do', file: '/x/any.go', line: 3};
		const inLibrary: SiteHistory = {
			...waiter,
			waiters: waiter.waiters && {
				...waiter.waiters,
				groups: waiter.waiters.groups.map(group => ({
					...group,
					stack: [...group.stack.slice(0, 4), library, ...group.stack.slice(4)],
				})),
			},
		};
		expect(releaserBeside(history, waiter)?.matchedBy).toBe('function');
		expect(releaserBeside(history, inLibrary)).toBeUndefined();
	});
});

describe('waitersBeside', () => {
	it('counts only those of the same function or type where there are any', () => {
		expect(
			waitersOf('cache.(*LRU).Get[mutex] 3*3\ncache.(*LRU).Put[mutex] 5*3\ncache.(*Stats).Add[mutex] 40*3'),
		).toEqual({count: 8, matchedBy: 'type', names: ['cache.(*LRU).Put type', 'cache.(*LRU).Get type']});
	});

	it('says that it was the package alone where it was', () => {
		expect(waitersOf('cache.(*Stats).Add[mutex] 40*3\nweb.handle[mutex] 50*3')).toEqual({
			count: 40,
			matchedBy: 'package',
			names: ['cache.(*Stats).Add package'],
		});
	});

	it('leaves out those who wait for something else than a lock', () => {
		expect(waitersOf('cache.(*LRU).Get[chan send] 40*3').names).toEqual([]);
	});
});
