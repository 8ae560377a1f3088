import {expect, test} from 'vitest';
import {leakConfirmed} from '../../source/detectors/leak-confirmed.ts';
import {defaultThresholds} from '../../source/detectors/thresholds.ts';
import {groupGoroutines} from '../../source/profile/goroutine-snapshot.ts';
import {emptyHistory, type History} from '../../source/series/history.ts';
import {recordLeaks} from '../../source/series/record-leaks.ts';
import {draw, profileOf, watch} from './draw.ts';
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
		'0s critical leak-confirmed: 1 blocked at a mutex for ever, confirmed by the runtime',
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

test('names who started them, where a dump tells', () => {
	const [dumped] = drawDumps(['7 [chan send, 2 minutes] orders.publish@88 | orders.Accept@4 in 3']);
	const history = reported({'orders.publish[chan send]': 1}, dumped?.history);
	const {log} = watch([{history, readings: ['leaks']}], only);
	expect(log.firing[0]?.evidence.find(({name}) => name === 'started by')?.text).toMatch(/^orders\.Accept /u);
});

test('speaks for the growth of the process where that is the growth of its site', () => {
	const moments = draw({sites: 'orders.publish[chan send] 0..210*36\nweb.handle[select] 30*36'});
	const from = moments.at(-1)?.history ?? nothing;
	const growing = watch(moments, {only: ['goroutine-growth', 'leak-confirmed']}).log;
	const shown = (place: string) =>
		watch([{history: reported({[place]: 3}, from), readings: ['leaks']}], {}, growing).log.firing;
	expect(shown('orders.publish[chan send]').map(({headline}) => headline)).toEqual([
		'3 leaked in chan send, 210 here now, confirmed by the runtime',
	]);
	expect(shown('web.handle[select]').map(({detector}) => detector)).toEqual([
		'leak-confirmed',
		'goroutine-growth',
	]);
});

test('where a dump shows that the channel is nil, that is what to mend', () => {
	const [dumped] = drawDumps(['7 [chan receive (nil chan)] orders.publish@88 < orders.Run@4']);
	const both = reported({'orders.publish[chan receive]': 1}, dumped?.history);
	const {log} = watch([{history: both, readings: ['leaks']}], only);
	expect(log.firing[0]).toMatchObject({
		headline: '1 leaked at a nil channel, confirmed by the runtime',
		shortStep: 'make the channel',
	});
	const [other] = drawDumps([
		'7 [chan receive (nil chan)] orders.publish@88\n8 [chan receive] orders.publish@88',
	]);
	const mixed = reported({'orders.publish[chan receive]': 1}, other?.history);
	expect(watch([{history: mixed, readings: ['leaks']}], only).log.firing[0]?.shortStep).toBe(
		'nobody sends or closes',
	);
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
