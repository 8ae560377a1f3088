import {expect, test} from 'vitest';
import {stale} from '../../source/detectors/stale.ts';
import {defaultThresholds} from '../../source/detectors/thresholds.ts';
import type {History} from '../../source/series/history.ts';
import {emptyHistory} from '../../source/series/history.ts';
import {recordFailure} from '../../source/series/record-watch.ts';
import {draw, drawn, watch} from './draw.ts';

const only = {only: ['stale']} as const;
const refused = {kind: 'refused', sentence: 'Nothing listens on 10.2.3.4:6060.'} as const;
const failing = (from: History, ...ages: readonly number[]) =>
	ages.map(age => ({
		history: recordFailure(from, from.at + age, refused, undefined),
		readings: ['watch'] as const,
	}));

test('says how old the data is and why, after three intervals', () => {
	const good = drawn({sites: 'web.handle[select] 5*3'});
	const {log, said} = watch(failing(good, 2000, 4000, 6000, 14_000), only);
	expect(said).toEqual(['10s warning stale: no new data for 6.0s']);
	expect(log.firing[0]).toMatchObject({
		headline: 'no new data for 14s',
		why: 'Nothing listens on 10.2.3.4:6060.',
		since: 4000,
	});
});

test('counts on while a request hangs and nothing comes', () => {
	const good = drawn({sites: 'web.handle[select] 5*3'});
	expect(stale.check(good, defaultThresholds.stale, good.at + 9000)).toMatchObject({
		findings: [{headline: 'no new data for 9.0s'}],
	});
});

test('says so when there was no data at all', () => {
	const nothing = emptyHistory(0, {intervalMilliseconds: 2000, budgetFraction: 0.01});
	expect(watch(failing(nothing, 7000), only).said).toEqual(['7s warning stale: no data yet after 7.0s']);
});

test('clears with the first good sample, and stays silent on one miss', () => {
	const good = drawn({sites: 'web.handle[select] 5*3'});
	const {log} = watch(failing(good, 8000), only);
	const back = draw({sites: 'web.handle[select] 5*2', from: {...good, at: good.at + 9000}});
	expect(watch(back, only, log).said).toEqual(['15s stale: it cleared']);
	expect(watch(failing(good, 2000), only).said).toEqual([]);
	expect(
		watch(failing({...good, watch: {...good.watch, intervalMilliseconds: 500}}, 2000), only).said,
	).toEqual([]);
});
