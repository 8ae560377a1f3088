import {expect, test} from 'vitest';
import type {Reading} from '../../source/detectors/detector.ts';
import {schedLatency} from '../../source/detectors/sched-latency.ts';
import {defaultThresholds} from '../../source/detectors/thresholds.ts';
import {recordMetrics} from '../../source/series/record-memory.ts';
import {draw, watch} from './draw.ts';
import {noHistory} from './draw-memory.ts';

/** The bounds that client_golang makes of the runtime's. */
const bounds = [0.000_917_503_999, 0.010_485_759, 0.117_440_512, Number.POSITIVE_INFINITY];

/** One reading of the metrics every 10 s: how many waited up to each bound since the one before. */
function drawLatencies(readings: readonly (readonly number[])[], from = noHistory) {
	let history = from;
	const counts = bounds.map(() => 0);
	return [bounds.map(() => 0), ...readings].map((reading, index) => {
		reading.forEach((count, bucket) => {
			for (let at = bucket; at < counts.length; at++) {
				counts[at] = (counts[at] ?? 0) + count;
			}
		});
		const schedulingLatency = bounds.map((upToSeconds, at) => ({upToSeconds, count: counts[at] ?? 0}));
		history = recordMetrics(history, from.at + index * 10_000, {schedulingLatency});
		return {history, readings: ['metrics'] as readonly Reading[]};
	});
}

const said = (...readings: readonly (readonly number[])[]) =>
	watch(drawLatencies(readings), {only: ['sched-latency']}).said;

const slow = [9000, 800, 190, 10];
const quick = [9000, 950, 50, 0];

test('fires when more than one in a hundred waits beyond a bound above 10 ms', () => {
	expect(said(slow, slow)).toEqual([
		'20s warning sched-latency: goroutines wait for a CPU, 2.0% of the times over 10ms',
	]);
	expect(said(slow, slow, quick, quick, quick).at(-1)).toBe('50s sched-latency: it cleared');
});

test('stays silent below, on one slow reading, and where too few goroutines ran', () => {
	expect(said(quick, quick, quick)).toEqual([]);
	expect(said(quick, slow, quick, slow, quick)).toEqual([]);
	expect(said([400, 0, 500, 0], [400, 0, 500, 0], [400, 0, 500, 0])).toEqual([]);
});

test('reads nothing between the bounds: all between 1 and 10.5 ms is not over 10 ms', () => {
	expect(said([0, 10_000, 0, 0], [0, 10_000, 0, 0], [0, 10_000, 0, 0])).toEqual([]);
});

test('has no verdict on the first reading, nor without runtime metrics', () => {
	const check = (history: typeof noHistory) =>
		schedLatency.check(history, defaultThresholds['sched-latency'], 0).kind;
	expect(check(drawLatencies([])[0]?.history ?? noHistory)).toBe('too-early');
	expect(check(recordMetrics(recordMetrics(noHistory, 0, {threads: 5}), 10_000, {threads: 6}))).toBe(
		'too-early',
	);
	expect(check(noHistory)).toBe('too-early');
});

test('names the place where most goroutines are ready, as a profile shows them running', () => {
	const moments = draw({sites: 'web.crunch 14 14 0\nweb.handle[select] 40*3'});
	const from = moments.at(-1)?.history ?? noHistory;
	const {log} = watch(drawLatencies([slow, slow], from), {only: ['sched-latency']});
	expect(log.firing[0]?.sites.map(key => key.split('\n')[0])).toEqual(['example.com/shop/web.crunch']);
	expect(log.firing[0]?.evidence.at(-1)).toMatchObject({
		name: 'running or ready lately',
		text: '9.3 on average at web.crunch web.go:88',
	});
});
