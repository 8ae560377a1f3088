import {groupContention} from '../../source/profile/contention-snapshot.ts';
import type {DumpSnapshot, DumpWait, DumpWaiter} from '../../source/profile/dump-snapshot.ts';
import {groupGoroutines} from '../../source/profile/goroutine-snapshot.ts';
import type {Profile} from '../../source/profile/profile.ts';
import {siteOf} from '../../source/profile/site.ts';
import {waitContextOf} from '../../source/profile/wait-context.ts';
import {emptyHistory, type History} from '../../source/series/history.ts';
import {recordContention} from '../../source/series/record-contention.ts';
import {recordDump} from '../../source/series/record-dump.ts';
import {recordGoroutines} from '../../source/series/record-goroutines.ts';
import {drawStack} from '../profile/draw-stack.ts';
import {type Moment, spell} from './draw.ts';

const interval = 2000;

export const selecting = 'runtime.gopark < runtime.selectgo';
export const receiving = 'runtime.gopark < runtime.chanrecv < runtime.chanrecv1';
export const sending = 'runtime.gopark < runtime.chansend < runtime.chansend1';
export const sleeping = 'runtime.gopark < time.Sleep';
export const reading =
	'runtime.gopark < runtime.netpollblock < internal/poll.runtime_pollWait < internal/poll.(*FD).Read < net.(*netFD).Read < net.(*conn).Read';
export const writing =
	'runtime.gopark < runtime.netpollblock < internal/poll.runtime_pollWait < internal/poll.(*FD).Write < net.(*netFD).Write < net.(*conn).Write';
export const served =
	'net/http.HandlerFunc.ServeHTTP < net/http.(*ServeMux).ServeHTTP < net/http.serverHandler.ServeHTTP < net/http.(*conn).serve';
export const poolWait = `${selecting} < database/sql.(*DB).conn < database/sql.(*DB).query < database/sql.(*DB).QueryContext`;

/** `shop.load` as a frame of the person's own code. */
export function own(name: string): string {
	return `example.com/shop/${name}@/src/shop/${name.split('.')[0]}.go:88`;
}

/**
 * Goroutine profiles, one each 2 s. A line is what waits at each poll and its stack, innermost call first:
 * `0 24*4 | runtime.gopark < runtime.selectgo < main.load`.
 */
export function drawStacks(lines: readonly string[], from?: History): readonly Moment[] {
	const rows = lines.map(line => {
		const [values = '', stack = ''] = line.split(' | ');
		return {values: values.trim().split(/\s+/u).flatMap(spell), stack: drawStack(stack)};
	});
	let history = from ?? emptyHistory(0, {intervalMilliseconds: interval, budgetFraction: 0.01});
	const begin = from === undefined ? 0 : from.at + interval;
	return Array.from({length: Math.max(...rows.map(({values}) => values.length))}, (_, poll): Moment => {
		const samples = rows
			.map(({values, stack}) => ({stack, values: [Number(values[poll] ?? 0)], labels: []}))
			.filter(({values}) => values[0] !== 0);
		const snapshot = groupGoroutines(profileOf(samples), undefined);
		history = recordGoroutines(history, begin + poll * interval, snapshot);
		return {history, readings: ['goroutines']};
	});
}

export function lastOf(moments: readonly Moment[]): History {
	const last = moments.at(-1);
	if (last === undefined) {
		throw new Error('nothing is drawn');
	}

	return last.history;
}

/** A block profile in which this many waits of so many seconds in all ended since the one before. */
export function withBlock(history: History, stack: string, contentions: number, seconds: number): History {
	const cumulative = (times: number) =>
		groupContention(
			profileOf([
				{stack: drawStack(stack), values: [contentions * times, seconds * 1e9 * times], labels: []},
			]),
			'block',
			undefined,
		);
	const first = recordContention(history, history.at + 1, cumulative(1));
	return recordContention(first, first.at + interval, cumulative(2));
}

/** A dump in which each line's goroutines have waited for so many minutes: `3 x 2m | stack`; `0m`: no minutes. */
export function drawDump(lines: readonly string[], from?: History): Moment {
	const waiters = lines.flatMap((line, row): readonly DumpWaiter[] => {
		const [head = '', text = ''] = line.split(' | ');
		const [, count = '1', minutes = '0'] = /^(\d+) x (\d+)m$/u.exec(head.trim()) ?? [];
		const stack = drawStack(text);
		const wait: DumpWait = {
			site: siteOf(stack, undefined),
			state: 'as drawn',
			waitMinutes: minutes === '0' ? undefined : Number(minutes),
			isLeaked: false,
			stack,
			offspring: 'unknown',
			labels: [],
			context: waitContextOf(stack, undefined),
		};
		return Array.from({length: Number(count)}, (_, index) => ({
			number: 100 * (row + 1) + index,
			wait,
			lock: undefined,
			lockObject: undefined,
			createdBy: undefined,
		}));
	});
	const snapshot: DumpSnapshot = {
		total: waiters.length,
		isCut: false,
		waiters,
		waiterCount: waiters.length,
		locks: [],
		hasCreators: true,
	};
	const history = from ?? emptyHistory(0, {intervalMilliseconds: interval, budgetFraction: 0.01});
	return {history: recordDump(history, history.at + interval, snapshot), readings: ['dump']};
}

function profileOf(samples: Profile['samples']): Profile {
	return {
		sampleTypes: [],
		samples,
		takenAtUnixMilliseconds: undefined,
		durationNanoseconds: 0,
		period: 1,
		executable: undefined,
		buildId: undefined,
	};
}
