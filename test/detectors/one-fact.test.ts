import {expect, test} from 'vitest';
import {oneFact} from '../../source/detectors/one-fact.ts';
import type {Warning} from '../../source/detectors/warning.ts';
import type {SiteKey} from '../../source/profile/site.ts';
import {draw, watch} from './draw.ts';

const moments = draw({
	sites: `
		worker.send[chan send] 10..1600*61
		web.handle[select] 30*61`,
});

test("a site's growth that explains the process's growth shows as one, with the higher severity", () => {
	const {log} = watch(moments, {only: ['goroutine-growth', 'site-growth']});
	expect(log.standing.map(({detector, severity}) => `${severity} ${detector}`)).toEqual([
		'warning goroutine-growth',
		'critical site-growth',
	]);
	expect(log.firing.map(({detector, severity}) => `${severity} ${detector}`)).toEqual([
		'critical goroutine-growth',
	]);
	expect(log.firing[0]?.absorbed.map(({headline}) => headline)).toEqual(['1,600 in chan send, +795/min']);
});

test('both show where the site explains less than half', () => {
	const others = Array.from({length: 9}, (_, index) => `web.handle${index}[select] 10..60*61`).join('\n');
	const {log} = watch(draw({sites: `worker.send[chan send] 10..110*61\n${others}`}), {
		only: ['goroutine-growth', 'site-growth'],
	});
	expect(log.firing.map(({detector}) => detector).toSorted()).toEqual(['goroutine-growth', 'site-growth']);
});

test('the worst comes first, then what stands longest', () => {
	const {log} = watch(
		draw({
			sites: 'cache.Get[mutex] 250*12\ndb.Query[mutex] 0*6 30*6',
			mutex: 'cache.Get[unlock] 110/3*12',
		}),
	);
	expect(log.firing.map(({severity, detector, since}) => `${severity} ${detector} ${since}`)).toEqual([
		'critical lock-pileup 0',
		'warning mutex-contention 2000',
		'warning lock-pileup 12000',
	]);
});

test('what was shown with another warning is not remembered beside it', () => {
	const plateau = draw({sites: 'worker.send[select] 10..1600*61 1600*60\nweb.handle[select] 30*121'});
	const {log} = watch(plateau, {only: ['goroutine-growth', 'site-growth']});
	expect(log.firing).toEqual([]);
	expect(log.resolved.map(({detector, resolvedBecause}) => `${detector}: ${resolvedBecause}`)).toEqual([
		'goroutine-growth: it cleared',
	]);
});

const said = (id: string, absorbs: Warning['absorbs'], site = 'a'): Warning => ({
	id: `stale thing ${id}` as Warning['id'],
	detector: 'stale',
	word: 'stale',
	subject: {kind: 'thing', name: id},
	severity: 'warning',
	headline: id,
	why: '',
	nextStep: '',
	shortStep: '',
	confidence: 'strong',
	evidence: [],
	since: 0,
	firedAt: 0,
	lastSeenAt: 0,
	resolvedAt: undefined,
	resolvedBecause: undefined,
	stack: undefined,
	sites: [site as SiteKey],
	absorbs,
	absorbed: [],
});
const absorbing = (name: string, at?: string): Warning['absorbs'][number] => ({
	detector: 'stale',
	subject: {kind: 'thing', name},
	...(at === undefined ? {} : {at: at as SiteKey}),
});

test('a warning speaks for those that it absorbs, and for those that they absorb', () => {
	const shown = oneFact([said('c', []), said('b', [absorbing('c')]), said('a', [absorbing('b')])]);
	expect(shown.map(({headline, absorbed}) => [headline, absorbed.map(each => each.headline)])).toEqual([
		['a', ['b', 'c']],
	]);
});

test('of two that would speak for each other the one that stands first does', () => {
	const shown = oneFact([said('a', [absorbing('b')]), said('b', [absorbing('a')])]);
	expect(shown.map(({headline}) => headline)).toEqual(['a']);
});

test('what is bound to a site is absorbed only while that comes first', () => {
	const shown = (site: string) =>
		oneFact([said('a', [absorbing('b', 'x')]), said('b', [], site)]).map(({headline}) => headline);
	expect(shown('x')).toEqual(['a']);
	expect(shown('y')).toEqual(['a', 'b']);
});
