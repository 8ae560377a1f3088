import leven from 'leven';
import {expect, test} from 'vitest';
import {resolveDetectorIds, resolveThresholds, thresholdKeys} from '../../source/detectors/settings.ts';
import {defaultThresholds} from '../../source/detectors/thresholds.ts';

const nearest = (word: string, known: readonly string[]) =>
	known.find(each => leven(word.toLowerCase(), each.toLowerCase()) <= 3);

test('sets what is named and leaves the rest as it is', () => {
	expect(resolveThresholds([], nearest)).toEqual({ok: true, thresholds: defaultThresholds});
	const set = resolveThresholds(
		[
			'goroutine-count.warningCount=8_000',
			' site-growth.criticalFraction = 0.5 ',
			'goroutine-count.warningCount=9000',
		],
		nearest,
	);
	expect(set).toEqual({
		ok: true,
		thresholds: {
			...defaultThresholds,
			'goroutine-count': {...defaultThresholds['goroutine-count'], warningCount: 9000},
			'site-growth': {...defaultThresholds['site-growth'], criticalFraction: 0.5},
		},
	});
});

test('names the nearest key', () => {
	expect(resolveThresholds(['goroutine-count.warnCount=8000'], nearest)).toEqual({
		ok: false,
		sentence:
			'There is no threshold "goroutine-count.warnCount"; did you mean "goroutine-count.warningCount"?',
	});
	expect(resolveThresholds(['speed=8000'], nearest)).toEqual({
		ok: false,
		sentence: 'There is no threshold "speed".',
	});
});

test.each(['many', '', '-1', 'NaN', 'Infinity', '1e999'])('refuses "%s" for a number', text => {
	expect(resolveThresholds([`stale.missedIntervals=${text}`], nearest)).toEqual({
		ok: false,
		sentence: `stale.missedIntervals must be a number from 0 up, as in stale.missedIntervals=3, not "${text}".`,
	});
});

test('refuses a key without a value, and half a reading', () => {
	expect(resolveThresholds(['stale.missedIntervals'], nearest)).toMatchObject({ok: false});
	expect(resolveThresholds(['stale.holdReadings=1.5'], nearest)).toEqual({
		ok: false,
		sentence: 'stale.holdReadings must be a whole number from 1 up, as in stale.holdReadings=1, not "1.5".',
	});
	expect(resolveThresholds(['site-growth.windowCount=0'], nearest)).toMatchObject({ok: false});
});

test('knows every threshold by its full name', () => {
	expect(thresholdKeys).toContain('mutex-contention.criticalDelaySecondsPerSecond');
	expect(new Set(thresholdKeys).size).toBe(thresholdKeys.length);
});

test('reads detector ids, and names the nearest', () => {
	expect(resolveDetectorIds(['stale', 'gc-pause'], nearest)).toEqual({ok: true, ids: ['stale', 'gc-pause']});
	expect(resolveDetectorIds(['gc-pauses'], nearest)).toEqual({
		ok: false,
		sentence: 'There is no detector "gc-pauses"; did you mean "gc-pause"?',
	});
});
