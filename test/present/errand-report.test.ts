import {describe, expect, test} from 'vitest';
import {checkReport} from '../../source/present/check-report.ts';
import {header} from '../../source/present/header.ts';
import {noticeLine} from '../../source/present/plain-lines.ts';
import {sceneOf} from '../../source/present/scene.ts';
import {groupGoroutines} from '../../source/profile/goroutine-snapshot.ts';
import type {Settings} from '../../source/session/session.ts';
import {profileOf} from '../detectors/draw.ts';
import {beginStory, type Story, storyBegins} from '../session/story.ts';

const regularly: Partial<Settings> = {
	errands: {dump: 'regularly', leaks: 'regularly'},
	dumpLimitGoroutines: 10_000,
};

function watching(goroutines: number, settings: Partial<Settings> = regularly): Story {
	const story = beginStory({widthColumns: 140}, settings);
	const counts = new Map([
		['goroutine', goroutines],
		['goroutineleak', 0],
	]);
	story.tell({type: 'index-read', at: storyBegins, index: {counts}, pollMilliseconds: 1});
	return story;
}

function readDump(story: Story, isCut: boolean): void {
	const snapshot = {total: 310, isCut, waiters: [], waiterCount: 290, locks: [], hasCreators: true};
	story.tell({type: 'dump-read', at: storyBegins + 3000, snapshot, elapsedMilliseconds: 14});
}

const report = (story: Story) => checkReport(story.session(), '1.2.3');

describe('the report', () => {
	test('tells of the dumps', () => {
		const story = watching(312);
		expect(report(story).dumps).toMatchObject({
			taken: 0,
			skippedBecause: 'the watch ended before the first was due',
		});
		readDump(story, true);
		expect(report(story).dumps).toEqual({
			taken: 1,
			takenAt: '2026-11-21T13:05:03.000Z',
			goroutines: 310,
			waiting: 290,
			cut: true,
			skippedBecause: null,
		});
		expect(report(story).health.noDumpBecause).toBeNull();
	});

	test.each<[number, Partial<Settings>, string]>([
		[12_000, regularly, '12,000 goroutines, and --dump-limit is 10,000'],
		[312, {errands: {dump: 'when needed', leaks: 'on request'}}, 'no warning wanted one'],
		[312, {errands: {dump: 'on request', leaks: 'on request'}}, '--no-dump is set'],
	])('with %i goroutines and %j says why there is none', (goroutines, settings, sentence) => {
		const {dumps, health} = report(watching(goroutines, settings));
		expect(dumps.skippedBecause).toBe(sentence);
		expect(health.noDumpBecause).toBe(sentence);
	});

	test('says why a dump failed', () => {
		const story = watching(312);
		const failure = {kind: 'forbidden', sentence: 'It is forbidden.'} as const;
		story.tell({type: 'profile-failed', at: storyBegins, profile: 'dump', failure, nextTryAt: undefined});
		expect(report(story).dumps.skippedBecause).toBe('It is forbidden.');
	});

	test('tells of what the runtime found to be leaked, or why nobody looked', () => {
		const story = watching(312, {errands: {dump: 'on request', leaks: 'on request'}});
		expect(report(story).leaks.skippedBecause).toBe('nobody asked for one: --leak-profile allows it');
		const profile = profileOf([{place: 'worker.dispatch[chan send]', values: [12]}]);
		const {total, sites} = groupGoroutines(profile, undefined);
		story.tell({type: 'leaks-read', at: storyBegins + 10_000, snapshot: {total, sites}});
		expect(report(story).leaks).toMatchObject({
			takenAt: '2026-11-21T13:05:10.000Z',
			goroutines: 12,
			sites: [
				{
					function: 'example.com/shop/worker.dispatch',
					kind: 'chan send',
					leaked: 12,
					stack: expect.any(Array),
				},
			],
			skippedBecause: null,
		});
	});
});

test('the header says that a dump was cut', () => {
	const story = watching(312);
	const text = () =>
		header(sceneOf(story.session()))
			.segments.map(segment => segment.text)
			.join('');
	readDump(story, false);
	expect(text()).not.toContain('cut');
	readDump(story, true);
	expect(text()).toContain('dump cut off at 64 MiB');
});

test('a notice is a line where there is no screen', () => {
	const session = watching(312).session();
	expect(noticeLine({text: 'dump: 3 goroutines\u001b[31m', until: 0}, session)).toBe(
		'13:05:00  dump: 3 goroutines␛[31m',
	);
});
