import {expect, test} from 'vitest';
import type {Moment} from './draw.ts';
import {watch} from './draw.ts';
import {polledPaths, replayDemo} from './replay.ts';

const moments = replayDemo();
const within = (from: number, to: number): readonly Moment[] =>
	moments.filter(({history}) => history.at > from * 1000 && history.at <= to * 1000);
const shownAt = (seconds: number) =>
	watch(within(0, seconds))
		.log.firing.filter(({severity}) => severity !== 'info')
		.map(
			({detector, sites}) => `${detector} ${sites[0]?.split('\n')[1]?.split('/').slice(-2).join('/') ?? ''}`,
		);

test('nothing is said of the healthy first 40 s', () => {
	expect(watch(within(0, 40)).said).toEqual([]);
});

test('the leak is named with its line while it goes on', () => {
	expect(shownAt(92)).toEqual(['site-growth worker/dispatch.go:30']);
});

test('the crowded lock is one warning, at the section that holds it too long', () => {
	const shown = shownAt(120).filter(each => !each.startsWith('site-growth'));
	expect(shown).toEqual([expect.stringMatching(/^mutex-contention cache\/lru\.go:\d+$/u)]);
});

test('what hangs in the deadlock is named at both locks, and the leaked sends are still there', () => {
	expect(shownAt(180)).toEqual([
		'site-growth worker/dispatch.go:30',
		expect.stringMatching(/^lock-pileup stock\/shelf\.go:\d+$/u),
		expect.stringMatching(/^lock-pileup orders\/book\.go:\d+$/u),
	]);
});

test('with dumps, the deadlock is one warning that names both locks', () => {
	const {log} = watch(replayDemo(2000, [...polledPaths, 'goroutine?debug=2']));
	const deadlock = log.firing.find(({detector}) => detector === 'deadlock-suspected');
	expect(deadlock?.headline).toMatch(
		/stock\.\(\*Shelf\)\.\w+ ⇄ orders\.\(\*Book\)|orders\.\(\*Book\)\.\w+ ⇄ stock\.\(\*Shelf\)/u,
	);
	expect(log.firing.map(({detector}) => detector)).not.toContain('lock-pileup');
});

test('the leak profile of the runtime confirms the leak at its line', () => {
	const {log} = watch(replayDemo(2000, [...polledPaths, 'goroutineleak']));
	const confirmed = log.firing.filter(({confidence}) => confidence === 'confirmed');
	expect(confirmed.map(({detector, sites}) => `${detector} ${sites[0]?.split('\n')[1]}`)).toContainEqual(
		expect.stringMatching(/^leak-confirmed .*worker\/dispatch\.go:30$/u),
	);
});

test('someone who begins to watch during the leak reads its line within a minute', () => {
	const {log} = watch(replayDemo(46_000).filter(({history}) => history.at <= 92_000));
	expect(log.firing[0]).toMatchObject({severity: 'critical', word: 'leak', shortStep: 'nobody receives'});
	expect(log.firing[0]?.sites[0]).toContain('worker/dispatch.go:30');
});
