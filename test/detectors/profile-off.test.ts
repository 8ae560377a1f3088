import {expect, test} from 'vitest';
import {profileOff} from '../../source/detectors/profile-off.ts';
import {emptyHistory, type Profiling} from '../../source/series/history.ts';
import {recordProfiling} from '../../source/series/record-contention.ts';

const unknown = emptyHistory(0, {intervalMilliseconds: 2000, budgetFraction: 0.01});
const rule = {holdReadings: 1, clearReadings: 1};
const check = (mutex: Profiling, block: Profiling) =>
	profileOff.check(recordProfiling(recordProfiling(unknown, 0, 'mutex', mutex), 0, 'block', block), rule, 0);

test('says how to switch each profile on, at a safe rate', () => {
	expect(check({state: 'on', period: 0}, {state: 'off'})).toMatchObject({
		findings: [
			{
				severity: 'info',
				headline: 'mutex profiling is off: lock delay is unknown',
				nextStep: expect.stringContaining('runtime.SetMutexProfileFraction(10)'),
			},
			{
				severity: 'info',
				headline: 'block profiling is off: time waited is unknown',
				nextStep: expect.stringContaining('runtime.SetBlockProfileRate(1_000_000)'),
			},
		],
	});
});

test('says nothing of a profile that is on, or that the target does not serve', () => {
	expect(check({state: 'on', period: 5}, {state: 'on', period: undefined})).toEqual({
		kind: 'findings',
		findings: [],
	});
	expect(check({state: 'missing'}, {state: 'unknown'})).toEqual({kind: 'findings', findings: []});
});

test('has no verdict before anyone asked', () => {
	expect(profileOff.check(unknown, rule, 0).kind).toBe('too-early');
});
