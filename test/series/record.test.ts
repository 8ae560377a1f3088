import {describe, expect, test} from 'vitest';
import {groupContention} from '../../source/profile/contention-snapshot.ts';
import {groupGoroutines} from '../../source/profile/goroutine-snapshot.ts';
import {beginStretch} from '../../source/series/comparable.ts';
import {emptyHistory, type History} from '../../source/series/history.ts';
import {recordContention, recordProfiling} from '../../source/series/record-contention.ts';
import {recordGoroutines} from '../../source/series/record-goroutines.ts';
import {recordHeartbeat} from '../../source/series/record-heartbeat.ts';
import {recordMetrics} from '../../source/series/record-memory.ts';
import {recordFailure} from '../../source/series/record-watch.ts';
import {latest} from '../../source/series/series.ts';
import {windowOf} from '../../source/series/window.ts';
import {ratesOf} from '../../source/session/site-row.ts';
import {profileOf} from '../detectors/draw.ts';

const empty = emptyHistory(0, {intervalMilliseconds: 2000, budgetFraction: 0.01});
const pulse = (history: History, at: number, counts: Record<string, number>) =>
	recordHeartbeat(history, at, {counts: new Map(Object.entries(counts))}, 3);
const goroutines = (history: History, at: number, counts: Record<string, number>) =>
	recordGoroutines(
		history,
		at,
		groupGoroutines(
			profileOf(Object.entries(counts).map(([place, count]) => ({place, values: [count]}))),
			undefined,
		),
	);
const contention = (
	history: History,
	at: number,
	which: 'block' | 'mutex',
	counters: Record<string, readonly [contentions: number, seconds: number]>,
) =>
	recordContention(
		history,
		at,
		groupContention(
			profileOf(
				Object.entries(counters).map(([place, [count, seconds]]) => ({
					place,
					values: [count, seconds * 1e9],
				})),
			),
			which,
			undefined,
		),
	);
const siteCalled = (history: History, name: string) =>
	[...history.sites.values()].find(({site}) => site.name === name);

describe('heartbeats', () => {
	test('leave our own goroutines out of the total', () => {
		expect(latest(pulse(empty, 0, {goroutine: 12}).goroutines)?.value).toBe(10);
		expect(latest(pulse(empty, 0, {goroutine: 1}).goroutines)?.value).toBe(1);
	});

	test('see a restart after the port refused connections, but not after another failure', () => {
		const lost = (kind: 'refused' | 'timed-out') =>
			recordFailure(pulse(empty, 0, {goroutine: 5, heap: 3}), 2000, {kind, sentence: ''}, 4000);
		expect(pulse(lost('refused'), 4000, {goroutine: 5, heap: 3}).marks).toMatchObject([
			{kind: 'restart', at: 4000},
		]);
		expect(pulse(lost('timed-out'), 4000, {goroutine: 5, heap: 3}).marks).toEqual([]);
	});

	test('see a restart where records of the past are missing, and begin anew', () => {
		const known = goroutines(pulse(empty, 0, {goroutine: 12, heap: 90}), 1, {'web.handle[select]': 8});
		const next = pulse(known, 2000, {goroutine: 9, heap: 5});
		expect(next.marks).toMatchObject([{kind: 'restart', at: 2000}]);
		expect(next).toMatchObject({comparableSince: 2000, goroutineReadings: 0});
		expect(next.sites.size).toBe(0);
		expect(pulse(next, 4000, {goroutine: 9, heap: 5}).marks).toHaveLength(1);
	});

	test('see a gap after five intervals of silence, not before', () => {
		const known = pulse(empty, 0, {goroutine: 12});
		expect(pulse(known, 10_000, {goroutine: 12}).marks).toEqual([]);
		expect(pulse(known, 10_001, {goroutine: 12}).marks).toMatchObject([{kind: 'gap', at: 10_001}]);
	});

	test('forget a failure', () => {
		const failed = recordFailure(empty, 1000, {kind: 'refused', sentence: 'no'}, 3000);
		const again = recordFailure(failed, 3000, {kind: 'refused', sentence: 'no'}, 5000);
		expect(again.watch.failure).toMatchObject({since: 1000, nextTryAt: 5000});
		expect(pulse(again, 5000, {goroutine: 12}).watch.failure).toBeUndefined();
	});
});

describe('goroutine profiles', () => {
	test('give a known site a zero when nobody waits there, and keep its id', () => {
		const first = goroutines(empty, 0, {'worker.send[chan send]': 4});
		const id = siteCalled(first, 'worker.send')?.id;
		const gone = goroutines(first, 2000, {'web.handle[select]': 8});
		expect(siteCalled(gone, 'worker.send')).toMatchObject({id, waiters: undefined, lastSeenAt: 0});
		expect(latest(siteCalled(gone, 'worker.send')?.waiting ?? empty.goroutines)?.value).toBe(0);
		expect(gone.goroutinesInProfile).toBe(8);
	});

	test('forget a site after a quarter of an hour, but not its id', () => {
		const first = goroutines(empty, 0, {'worker.send[chan send]': 4});
		const id = siteCalled(first, 'worker.send')?.id;
		const later = goroutines(first, 900_001, {'web.handle[select]': 8});
		expect(siteCalled(later, 'worker.send')).toBeUndefined();
		expect(siteCalled(goroutines(later, 900_002, {'worker.send[chan send]': 1}), 'worker.send')?.id).toBe(id);
	});
});

test('names of 4 KB, made up anew each time, stay bounded by their length', () => {
	let history = empty;
	for (let poll = 0; poll < 4; poll++) {
		const names = Array.from(
			{length: 1000},
			(_, index) => `evil.f${poll}x${index}${'y'.repeat(4000)}[select]`,
		);
		history = goroutines(history, poll * 2000, Object.fromEntries(names.map(name => [name, 1])));
	}

	const characters = history.sites.values().reduce((sum, {site}) => sum + site.key.length, 0);
	expect(characters).toBeLessThanOrEqual(8 * 1024 * 1024);
	expect(history.sites.size).toBeGreaterThan(1000);
	expect(siteCalled(history, `evil.f3x999${'y'.repeat(4000)}`)?.waiters?.count).toBe(1);
}, 30_000);

test('sites and ids stay bounded when a target makes up new names all the time', () => {
	let history = empty;
	for (let poll = 0; poll < 14; poll++) {
		const names = Array.from({length: 5000}, (_, index) => `evil.f${poll}x${index}[select]`);
		history = goroutines(history, poll * 2000, Object.fromEntries(names.map(name => [name, 1])));
	}

	expect(history.sites.size).toBe(30_000);
	expect(history.siteKeys.size).toBeLessThanOrEqual(60_000);
	expect(siteCalled(history, 'evil.f13x4999')?.waiters?.count).toBe(1);
	expect(siteCalled(history, 'evil.f0x0')).toBeUndefined();
}, 30_000);

describe('contention profiles', () => {
	const first = contention(empty, 0, 'mutex', {'cache.Get[unlock]': [100, 50]});

	test('say nothing of the time before the first reading', () => {
		expect(siteCalled(first, 'cache.Get')?.rates.mutex?.last.delayNanoseconds).toBe(0);
		expect(latest(first.mutex.delayPerSecond)).toBeUndefined();
	});

	test('turn counters into rates', () => {
		const next = contention(first, 2000, 'mutex', {
			'cache.Get[unlock]': [210, 53],
			'db.Query[unlock]': [4, 1],
		});
		expect(latest(next.mutex.delayPerSecond)?.value).toBe(2e9);
		expect(latest(next.mutex.eventsPerSecond)?.value).toBe(57);
		const rates = siteCalled(next, 'cache.Get')?.rates.mutex;
		expect(rates?.last).toEqual({contentions: 110, delayNanoseconds: 3e9, elapsedMilliseconds: 2000});
		expect(siteCalled(next, 'db.Query')?.rates.mutex?.last.delayNanoseconds).toBe(1e9);
	});

	test('never give a negative rate: a fallen counter begins anew', () => {
		const block = contention(empty, 0, 'block', {'cache.Get[mutex]': [100, 50]});
		const next = contention(block, 2000, 'block', {'cache.Get[mutex]': [3, 1]});
		expect(next.marks).toMatchObject([{kind: 'restart'}]);
		expect(next.block).toMatchObject({readings: 1, contentions: 3});
		const rescaled = contention(first, 2000, 'mutex', {'cache.Get[unlock]': [10, 5]});
		expect(rescaled.marks).toMatchObject([{kind: 'rate-change'}]);
		const after = contention(rescaled, 4000, 'mutex', {'cache.Get[unlock]': [12, 6]});
		expect(windowOf(after.mutex.delayPerSecond, 0, 4000)?.minimum).toBe(0.5e9);
	});

	test('a second reading at the same moment has no rate and changes nothing', () => {
		expect(contention(first, 0, 'mutex', {'cache.Get[unlock]': [110, 60]})).toBe(first);
	});

	test('after a gap rates are trusted again from the second reading on', () => {
		const second = contention(first, 2000, 'mutex', {'cache.Get[unlock]': [110, 60]});
		const gap = beginStretch(second, 60_000, 'gap', 'no data for a while');
		expect(gap.mutex.readings).toBe(0);
		expect(contention(gap, 60_000, 'mutex', {'cache.Get[unlock]': [110, 60]}).mutex.readings).toBe(1);
	});

	test('begin anew when the sampling period changes', () => {
		const known = recordProfiling(first, 1000, 'mutex', {state: 'on', period: 5});
		expect(recordProfiling(known, 2000, 'mutex', {state: 'on', period: 5}).marks).toEqual([]);
		const changed = recordProfiling(known, 2000, 'mutex', {state: 'on', period: 100});
		expect(changed.marks).toMatchObject([{kind: 'rate-change', text: 'mutex sampling rate changed'}]);
		expect(changed.mutex.takenAt).toBeUndefined();
	});
});

test('another start time is another process', () => {
	const first = recordMetrics(empty, 0, {processStartUnixMilliseconds: 1000});
	expect(recordMetrics(first, 2000, {processStartUnixMilliseconds: 1400}).marks).toEqual([]);
	expect(recordMetrics(first, 2000, {processStartUnixMilliseconds: 9000}).marks).toMatchObject([
		{kind: 'restart'},
	]);
});

describe('contention of more sites than a reading holds', () => {
	const read = (history: History, at: number, counters: Record<string, readonly [number, number]>) => {
		const snapshot = groupContention(
			profileOf(
				Object.entries(counters).map(([place, [count, seconds]]) => ({
					place,
					values: [count, seconds * 1e9],
				})),
			),
			'block',
			undefined,
		);
		return recordContention(history, at, {...snapshot, siteCount: snapshot.siteCount + 1});
	};
	const now = (history: History, name: string) => {
		const site = siteCalled(history, name);
		return site === undefined ? undefined : ratesOf(site, history, 'block', undefined).delayPerSecond;
	};
	const a = 'main.a[mutex]';
	const b = 'main.b[mutex]';

	test('has no rate for what was not in the reading before, however much it did until then', () => {
		const first = read(empty, 2000, {[a]: [10, 1]});
		const second = read(first, 4000, {[a]: [12, 2], [b]: [900, 1000]});
		expect(now(second, 'main.a')).toBe(0.5e9);
		expect(now(second, 'main.b')).toBeUndefined();
		const third = read(second, 6000, {[a]: [12, 2], [b]: [902, 1001]});
		expect(now(third, 'main.b')).toBe(0.5e9);
	});

	test('has no rate for what is not in the newest one, nor over the readings it was not in', () => {
		let history = read(empty, 2000, {[a]: [10, 1], [b]: [10, 1]});
		history = read(history, 4000, {[a]: [12, 2], [b]: [12, 2]});
		expect(now(history, 'main.b')).toBe(0.5e9);
		history = read(history, 6000, {[a]: [14, 3]});
		expect(now(history, 'main.b')).toBeUndefined();
		history = read(history, 8000, {[a]: [14, 3], [b]: [50, 42]});
		expect(now(history, 'main.b')).toBeUndefined();
		history = read(history, 10_000, {[a]: [14, 3], [b]: [52, 43]});
		expect(now(history, 'main.b')).toBe(0.5e9);
	});
});
