import {expect, test} from 'vitest';
import {leakConfirmed} from '../../source/detectors/leak-confirmed.ts';
import {defaultThresholds} from '../../source/detectors/thresholds.ts';
import {groupGoroutines} from '../../source/profile/goroutine-snapshot.ts';
import {emptyHistory, type History} from '../../source/series/history.ts';
import {recordLeaks} from '../../source/series/record-leaks.ts';
import {profileOf, watch} from './draw.ts';
import {drawDumps} from './draw-dump.ts';

const nothing = emptyHistory(0, {intervalMilliseconds: 2000, budgetFraction: 0.01});
const only = {only: ['leak-confirmed']} as const;
const reported = (counts: Record<string, number>, from = nothing): History => {
	const profile = profileOf(Object.entries(counts).map(([place, count]) => ({place, values: [count]})));
	const {total, sites} = groupGoroutines(profile, undefined);
	return recordLeaks(from, from.at, {total, sites});
};
const said = (history: History) => watch([{history, readings: ['leaks']}], only).said;

test('each site that the runtime reports is critical and confirmed', () => {
	const history = reported({'orders.publish[chan send]': 3, 'cache.Get[mutex]': 1});
	expect(said(history)).toEqual([
		'0s critical leak-confirmed: 3 leaked in chan send, confirmed by the runtime',
		'0s critical leak-confirmed: 1 leaked in mutex, confirmed by the runtime',
	]);
	expect(watch([{history, readings: ['leaks']}], only).log.firing[0]?.confidence).toBe('confirmed');
});

test('speaks for what others suspect of the same site', () => {
	const line = '7 [chan send, 2 minutes] orders.publish@88 | orders.Accept@4 in 3';
	const [dumped] = drawDumps([line]);
	const both = dumped === undefined ? nothing : reported({'orders.publish[chan send]': 1}, dumped.history);
	const {log} = watch([{history: both, readings: ['dump', 'leaks']}]);
	expect(log.firing.map(({detector}) => detector)).toEqual(['leak-confirmed']);
	expect(log.firing[0]?.absorbed.map(({detector}) => detector)).toEqual(['stuck-send']);
});

test('no reports are no finding, and clear what was found', () => {
	const clean = reported({});
	expect(said(clean)).toEqual([]);
	const {log} = watch([
		{history: reported({'orders.publish[chan send]': 3}), readings: ['leaks']},
		{history: clean, readings: ['leaks']},
	]);
	expect(log.firing).toEqual([]);
});

test('without a leak profile of ours a dump may still show what an earlier one found', () => {
	const dumps = drawDumps(['7 [chan send (leaked)] orders.publish@12\n8 [chan send] orders.publish@12']);
	expect(watch(dumps, only).said).toEqual([
		'0s critical leak-confirmed: 1 leaked in chan send, confirmed by the runtime',
	]);
	expect(watch(drawDumps(['8 [chan send] orders.publish@12']), only).said).toEqual([]);
});

test('has no verdict before a leak profile or a dump', () => {
	expect(leakConfirmed.check(nothing, defaultThresholds['leak-confirmed'], 0).kind).toBe('too-early');
});
