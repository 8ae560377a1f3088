import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {IndexPage} from '../../source/profile/index-page.ts';
import type {MemoryStats} from '../../source/profile/memory-stats.ts';
import {shareBetween} from '../../source/series/collector-share.ts';
import type {History} from '../../source/series/history.ts';
import {recordHeartbeat} from '../../source/series/record-heartbeat.ts';
import {recordMemory, recordMetrics} from '../../source/series/record-memory.ts';
import {recordFailure} from '../../source/series/record-watch.ts';
import {latest, visitPoints} from '../../source/series/series.ts';
import {noHistory, statsWith} from '../detectors/draw-memory.ts';

const started = 1_700_000_000_000;

/** MemStats of a process whose last collection ended `seconds` after its start, after which it had taken that much CPU. */
function lastCollectedAt(
	seconds: number,
	collectorSeconds: number,
	given: Partial<MemoryStats> = {},
): MemoryStats {
	const lastGcUnixMilliseconds = started + seconds * 1000;
	return statsWith({
		gcCount: Math.ceil(seconds),
		gcCpuFraction: collectorSeconds / seconds,
		lastGcUnixMilliseconds,
		pauses: [{endedAtUnixMilliseconds: lastGcUnixMilliseconds, pauseNanoseconds: 1000}],
		...given,
	});
}

const shares = ({memory}: History) => {
	const values: number[] = [];
	visitPoints(memory.gcShare, 0, Number.POSITIVE_INFINITY, (_at, value) => values.push(value));
	return values;
};

const read = (stats: readonly MemoryStats[], from: History = noHistory) =>
	stats.reduce((history, each, index) => recordMemory(history, index * 15_000, each), from);

describe('share of CPU that the collector took', () => {
	const withStart = recordMetrics(noHistory, 0, {processStartUnixMilliseconds: started});

	test('is exact where the start is known, rising or falling', () => {
		const history = read(
			[lastCollectedAt(1000, 50), lastCollectedAt(1015, 59), lastCollectedAt(1030, 59.3)],
			withStart,
		);
		expect(shares(history)).toEqual([expect.closeTo(0.6, 9), expect.closeTo(0.02, 9)]);
	});

	test('is a lower bound without it, better the longer the process is known', () => {
		const [bound = 0] = shares(read([lastCollectedAt(1000, 50), lastCollectedAt(1015, 59)]));
		expect(bound).toBeGreaterThanOrEqual(59 / 1015);
		expect(bound).toBeLessThan(0.6);
		const early = {endedAtUnixMilliseconds: started + 100_000, pauseNanoseconds: 1000};
		const [better = 0] = shares(
			read([lastCollectedAt(1000, 50, {pauses: [early]}), lastCollectedAt(1015, 59)]),
		);
		expect(better).toBeGreaterThan(0.5);
		expect(better).toBeLessThan(0.6);
	});

	test('remembers how long it has known the process, past what the list of pauses holds', () => {
		const history = read([lastCollectedAt(10, 1), lastCollectedAt(900, 90), lastCollectedAt(915, 97)]);
		expect(history.memory.aliveSince).toBe(started + 10_000);
		expect(shares(history).at(-1)).toBeGreaterThan(0.45);
	});

	test('is not told without a start while it falls, without a collection, or by the first reading', () => {
		expect(shares(read([lastCollectedAt(1000, 500), lastCollectedAt(1015, 500)]))).toEqual([]);
		expect(shares(read([lastCollectedAt(1000, 50), lastCollectedAt(1000, 50)], withStart))).toEqual([]);
		expect(shares(read([lastCollectedAt(1000, 50)], withStart))).toEqual([]);
		expect(shares(read([statsWith({}), lastCollectedAt(15, 3)], withStart))).toEqual([]);
	});

	test('is not told across a restart', () => {
		expect(shares(read([lastCollectedAt(1000, 50), lastCollectedAt(5, 1)]))).toEqual([]);
		expect(read([lastCollectedAt(1000, 50), lastCollectedAt(5, 1)]).memory.aliveSince).toBe(started + 5000);
	});

	const cpu = fc.double({min: 0, max: 1, noNaN: true});
	const span = fc.double({min: 0.001, max: 1e6, noNaN: true});

	test('is what it was with the start, and never more without', () => {
		fc.assert(
			fc.property(span, span, cpu, cpu, cpu, (before, between, meanShare, share, knownFraction) => {
				const past = lastCollectedAt(before, meanShare * before);
				const now = lastCollectedAt(before + between, meanShare * before + share * between);
				const exact = shareBetween(past, now, started, undefined);
				const elapsed = (now.lastGcUnixMilliseconds ?? 0) - (past.lastGcUnixMilliseconds ?? 0);
				// Times are whole milliseconds at best, and a mean over days hides a second.
				const isPrecise = elapsed > 100 && before / between < 1e5;
				if (isPrecise && exact !== undefined) {
					expect(Math.abs(exact - share)).toBeLessThan(0.01);
					const known = started + before * 1000 * knownFraction;
					expect(shareBetween(past, now, undefined, known) ?? 0).toBeLessThanOrEqual(exact + 1e-6);
				}
			}),
		);
	});

	test('is never below 0 or above 1, whatever a target states', () => {
		const number = fc.oneof(fc.double(), fc.constantFrom(0, 1, 2 ** 64));
		fc.assert(
			fc.property(
				fc.tuple(number, number, number, number),
				fc.option(number, {nil: undefined}),
				fc.option(number, {nil: undefined}),
				([f1, f2, at1, at2], start, alive) => {
					const share = shareBetween(
						statsWith({gcCpuFraction: f1, lastGcUnixMilliseconds: at1}),
						statsWith({gcCpuFraction: f2, lastGcUnixMilliseconds: at2}),
						start,
						alive,
					);
					expect(share === undefined || (share >= 0 && share <= 1)).toBe(true);
				},
			),
		);
	});

	test('comes from runtime metrics where they have it, without what ran in idle time, and from nothing beside them', () => {
		const classes = (gcCpuSeconds: number, gcIdleCpuSeconds: number, totalCpuSeconds: number) => ({
			processStartUnixMilliseconds: started,
			gcCpuSeconds,
			gcIdleCpuSeconds,
			totalCpuSeconds,
		});
		const first = recordMetrics(noHistory, 0, classes(10, 2, 400));
		const second = recordMetrics(first, 10_000, classes(14, 3, 420));
		expect(shares(second)).toEqual([expect.closeTo(0.15, 9)]);
		expect(shares(read([lastCollectedAt(1000, 50), lastCollectedAt(1015, 59)], first))).toEqual([]);
		expect(shares(recordMetrics(second, 20_000, classes(14, 3, 420)))).toHaveLength(1);
		expect(shares(recordMetrics(second, 20_000, classes(1, 0, 430)))).toHaveLength(1);
	});
});

describe('collections', () => {
	const collected = (...counts: readonly number[]) =>
		read(counts.map(gcCount => statsWith({gcCount}))).memory.collections;

	test('lie between the readings that saw their number rise', () => {
		expect(collected(7, 7, 9, 9, 10)).toEqual([
			{after: 15_000, before: 30_000},
			{after: 45_000, before: 60_000},
		]);
	});

	test('begin anew with another process, and stay bounded', () => {
		expect(collected(7, 9, 2, 3)).toEqual([{after: 30_000, before: 45_000}]);
		const many = collected(...Array.from({length: 50}, (_, index) => index));
		expect(many).toHaveLength(32);
		expect(many.at(-1)).toEqual({after: 48 * 15_000, before: 49 * 15_000});
	});
});

describe('scheduling latency', () => {
	const latency = (...counts: readonly number[]) => ({
		schedulingLatency: counts.map((count, index) => ({
			upToSeconds: index === counts.length - 1 ? Number.POSITIVE_INFINITY : 10 ** (index - 3),
			count,
		})),
	});
	const between = (past: object, now: object) =>
		recordMetrics(recordMetrics(noHistory, 0, past), 10_000, now).schedulingLatency;

	test('is what came between two readings', () => {
		expect(between(latency(5, 8, 9), latency(10, 20, 30))).toEqual(latency(5, 12, 21).schedulingLatency);
	});

	test('is unknown on the first reading, when missing, when counters fell or bounds changed', () => {
		expect(recordMetrics(noHistory, 0, latency(5, 8, 9)).schedulingLatency).toBeUndefined();
		expect(between(latency(5, 8, 9), {})).toBeUndefined();
		expect(between({}, latency(5, 8, 9))).toBeUndefined();
		expect(between(latency(5, 8, 9), latency(6, 7, 10))).toBeUndefined();
		expect(between(latency(5, 8, 9), latency(5, 8, 9, 10))).toBeUndefined();
	});

	test('is unknown across a restart', () => {
		const past = {...latency(5, 8, 9), processStartUnixMilliseconds: started};
		const now = {...latency(6, 9, 10), processStartUnixMilliseconds: started + 60_000};
		expect(between(past, now)).toBeUndefined();
		expect(latest(noHistory.memory.gcShare)).toBeUndefined();
	});
});

describe('whether it is the same process', () => {
	const ended = (...seconds: readonly number[]) =>
		seconds.map(second => ({
			endedAtUnixMilliseconds: started + second * 1000 + 0.125,
			pauseNanoseconds: 1000,
		}));
	const first = statsWith({gcCount: 2, totalAllocBytes: 100, pauses: ended(20, 10)});
	const kinds = ({marks}: History) => marks.map(({kind}) => kind);
	const refused = (history: History) =>
		recordFailure(history, 2000, {kind: 'refused', sentence: 'no'}, undefined);
	const indexPage = {counts: new Map([['goroutine', 5]]), profiles: []} as unknown as IndexPage;
	const beat = (history: History, at: number) => recordHeartbeat(history, at, indexPage, 1);
	const known = recordMemory(beat(noHistory, 0), 1000, first);

	test('its newest collection is still among the last ones', () => {
		const next = statsWith({gcCount: 3, totalAllocBytes: 200, pauses: ended(30, 20, 10)});
		expect(kinds(recordMemory(known, 16_000, next))).toEqual([]);
	});

	test('another one is known by other collections, even when it has allocated more', () => {
		const other = statsWith({gcCount: 3, totalAllocBytes: 200, pauses: ended(31, 21, 11)});
		expect(kinds(recordMemory(known, 16_000, other))).toEqual(['restart']);
	});

	test('a tunnel that broke is a gap, and no restart', () => {
		const back = beat(refused(known), 8000);
		expect(kinds(back)).toEqual(['gap']);
		const next = statsWith({gcCount: 3, totalAllocBytes: 200, pauses: ended(30, 20, 10)});
		expect(kinds(recordMemory(back, 8500, next))).toEqual(['gap']);
	});

	test('who answers after nobody listened, and cannot show it, is another one', () => {
		const busy = statsWith({gcCount: 300, totalAllocBytes: 200, pauses: ended(90, 80)});
		expect(kinds(recordMemory(beat(refused(known), 8000), 8500, busy))).toEqual(['gap', 'restart']);
		// The same without that silence is a process that collects often.
		expect(kinds(recordMemory(known, 16_000, busy))).toEqual([]);
	});

	test('nothing to compare with: what refused was lost', () => {
		const young = recordMemory(beat(noHistory, 0), 1000, statsWith({}));
		expect(kinds(beat(refused(young), 8000))).toEqual(['restart']);
	});
});
