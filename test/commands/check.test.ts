import {describe, expect, test} from 'vitest';
import {leftOutLines, verdictOf} from '../../source/commands/check.ts';
import {beginStory, storyBegins} from '../session/story.ts';

const forbidden = {kind: 'forbidden', sentence: 'localhost:6060 forbids this (403).'} as const;

describe('the verdict of a check', () => {
	test('is none where the goroutine profile could never be read, though the target answers', () => {
		const story = beginStory();
		const index = {counts: new Map([['goroutine', 12]])};
		story.tell({type: 'index-read', at: storyBegins, index, pollMilliseconds: 1});
		expect(verdictOf(story.session())).toEqual({
			lines: ['not read in the end: the goroutine profile had not come when the time was up'],
			exitCode: 3,
		});
		const nextTryAt = storyBegins + 2000;
		story.tell({
			type: 'profile-failed',
			at: storyBegins,
			profile: 'goroutine',
			failure: forbidden,
			nextTryAt,
		});
		expect(verdictOf(story.session())).toEqual({
			lines: [`not read in the end: ${forbidden.sentence}`],
			exitCode: 3,
		});
		// A note that profiling is off is no finding.
		const profiling = {state: 'off'} as const;
		story.tell({type: 'profiling-known', at: storyBegins, profile: 'mutex', profiling});
		expect(story.session().warnings.firing.map(({severity}) => severity)).toEqual(['info']);
		expect(verdictOf(story.session()).exitCode).toBe(3);
		// Nor is it one of the program that there was nothing to be had for a while; anything else is.
		const found = (detector: 'stale' | 'gc-pause') => {
			const {warnings, ...session} = story.session();
			const firing = warnings.firing.map(each => ({...each, detector, severity: 'warning' as const}));
			return verdictOf({...session, warnings: {...warnings, firing}}).exitCode;
		};
		expect([found('stale'), found('gc-pause')]).toEqual([3, 1]);
	});

	test('says what could not be read any more in the end', () => {
		const story = beginStory();
		story.poll({waiting: {'worker.dispatch[chan send]': 9}});
		const {at} = story.session();
		story.tell({
			type: 'profile-failed',
			at,
			profile: 'goroutine',
			failure: forbidden,
			nextTryAt: at + 2000,
		});
		expect(verdictOf(story.session())).toEqual({
			lines: ['no warnings', `not read in the end: ${forbidden.sentence}`],
			exitCode: 0,
		});
	});

	test('says how many places were too many', () => {
		const {history} = beginStory().session();
		expect(leftOutLines({history})).toEqual([]);
		expect(leftOutLines({history: {...history, sitesLeftOut: 95_000}})).toEqual([
			'note: 95,000 small sites were not judged; the totals count them',
		]);
	});
});
