import type {Reading} from '../../source/detectors/detector.ts';
import {type DetectorSettings, defaultSettings} from '../../source/detectors/settings.ts';
import type {Warning} from '../../source/detectors/warning.ts';
import {advanceWarnings, emptyWarningLog, type WarningLog} from '../../source/detectors/warning-log.ts';
import {type ContentionProfile, groupContention} from '../../source/profile/contention-snapshot.ts';
import type {Frame, Stack} from '../../source/profile/frame.ts';
import {groupGoroutines} from '../../source/profile/goroutine-snapshot.ts';
import type {Profile} from '../../source/profile/profile.ts';
import type {WaitKind} from '../../source/profile/wait-kind.ts';
import {emptyHistory, type History} from '../../source/series/history.ts';
import {recordContention} from '../../source/series/record-contention.ts';
import {recordGoroutines} from '../../source/series/record-goroutines.ts';
import {recordHeartbeat} from '../../source/series/record-heartbeat.ts';

/** A history as it stood right after one reading. */
export type Moment = {readonly history: History; readonly readings: readonly Reading[]};

/**
 * What the target shows at each poll, one line per place: `worker.send[chan send] 1 2 4 8`. A number may be repeated
 * (`7*5`) or be a way (`0..300*31`: 31 values from 0 to 300). In `block` and `mutex` each word is what happened since the
 * poll before: `110/3` is 110 waits of 3 s in all. The text may also come as [place, values] pairs.
 */
export type Drawing = {
	readonly sites?: string | readonly Line[];
	readonly block?: string | readonly Line[];
	readonly mutex?: string | readonly Line[];
	readonly intervalMilliseconds?: number;
	/** Goroutines that are in the total but in no line. */
	readonly others?: (poll: number) => number;
	readonly from?: History;
};

type Line = readonly [place: string, words: readonly (string | number)[]];

/** By kind of wait; `write lock` and `write unlock` are of an RWMutex, `round trip` is a select in which the answer to an HTTP request is waited for. */
const waitFrames: {
	readonly [kind in WaitKind | 'round trip' | 'write lock' | 'write unlock']?: readonly string[];
} = {
	'round trip': ['runtime.gopark', 'runtime.selectgo', 'net/http.(*persistConn).roundTrip'],
	'chan send': ['runtime.gopark', 'runtime.chansend', 'runtime.chansend1'],
	'chan receive': ['runtime.gopark', 'runtime.chanrecv', 'runtime.chanrecv1'],
	select: ['runtime.gopark', 'runtime.selectgo'],
	mutex: ['runtime.gopark', 'sync.runtime_SemacquireMutex', 'sync.(*Mutex).lockSlow', 'sync.(*Mutex).Lock'],
	waitgroup: ['runtime.gopark', 'sync.runtime_SemacquireWaitGroup', 'sync.(*WaitGroup).Wait'],
	sleep: ['runtime.gopark', 'time.Sleep'],
	'net read': [
		'runtime.gopark',
		'internal/poll.runtime_pollWait',
		'internal/poll.(*FD).Read',
		'net.(*conn).Read',
	],
	unlock: ['sync.(*Mutex).Unlock'],
	'write lock': ['sync.(*RWMutex).Lock'],
	'write unlock': ['sync.(*RWMutex).Unlock'],
	'runtime lock': ['runtime.unlock'],
	running: [],
};

/**
 * The stack of a place such as `cache.(*LRU).Get[mutex]`, on line 88 or where `cache.(*LRU).Get@91[mutex]` says; without
 * a kind it is running. A package with a folder is Go's own: `database/sql.(*Rows).awaitDone[select]`.
 */
function drawStack(place: string): Stack {
	const [, name = '', line = '88', kind = 'running'] = /^(.*?)(?:@(\d+))?(?:\[(.*)\])?$/u.exec(place) ?? [];
	const inner = waitFrames[kind as keyof typeof waitFrames];
	if (inner === undefined) {
		throw new Error(`no stack is drawn for ${kind}`);
	}

	const package_ = name.slice(0, name.indexOf('.'));
	const runtimeFrames: Frame[] = inner.map(functionName => ({
		functionName,
		file: '/usr/local/go/src/any.go',
		line: 1,
	}));
	return kind === 'runtime lock' || name.slice(0, name.indexOf('.')).includes('/')
		? [...runtimeFrames, {functionName: name, file: '/usr/local/go/src/any.go', line: 7}]
		: [
				...runtimeFrames,
				{
					functionName: `example.com/shop/${name}`,
					file: `/src/shop/${package_}/${package_}.go`,
					line: Number(line),
				},
			];
}

export function profileOf(samples: readonly {place: string; values: readonly number[]}[]): Profile {
	return {
		sampleTypes: [],
		samples: samples.map(({place, values}) => ({stack: drawStack(place), values, labels: []})),
		takenAtUnixMilliseconds: undefined,
		durationNanoseconds: 0,
		period: 1,
		executable: undefined,
		buildId: undefined,
	};
}

export function draw(drawing: Drawing): readonly Moment[] {
	const interval = drawing.intervalMilliseconds ?? 2000;
	const sites = linesOf(drawing.sites);
	const block = linesOf(drawing.block);
	const mutex = linesOf(drawing.mutex);
	const polls = Math.max(...[...sites, ...block, ...mutex].map(([, words]) => words.length));
	const begin = drawing.from === undefined ? 0 : drawing.from.at + interval;
	let history = drawing.from ?? emptyHistory(0, {intervalMilliseconds: interval, budgetFraction: 0.01});
	const moments: Moment[] = [];
	const add = (next: History, ...readings: readonly Reading[]) => {
		history = next;
		moments.push({history, readings});
	};
	for (let poll = 0; poll < polls; poll++) {
		const at = begin + poll * interval;
		const counts = sites
			.map(([place, words]) => ({place, values: [Number(words[poll] ?? 0)]}))
			.filter(({values}) => values[0] !== 0);
		const total = counts.reduce((sum, {values}) => sum + (values[0] ?? 0), drawing.others?.(poll) ?? 0);
		const counters = new Map([['goroutine', total + 2]]);
		add(recordHeartbeat(history, at, {counts: counters}, 3), 'heartbeat', 'watch');
		if (sites.length > 0) {
			const snapshot = groupGoroutines(profileOf(counts), undefined);
			add(recordGoroutines(history, at, {...snapshot, total}), 'goroutines');
		}

		for (const [which, lines] of [
			['block', block],
			['mutex', mutex],
		] as const) {
			if (lines.length > 0) {
				add(recordContention(history, at, contentionUpTo(which, lines, poll)), which);
			}
		}
	}

	return moments;
}

/** The history after the last poll of a drawing. */
export function drawn(drawing: Drawing): History {
	const last = draw(drawing).at(-1);
	if (last === undefined) {
		throw new Error('nothing is drawn');
	}

	return last.history;
}

function contentionUpTo(which: ContentionProfile, lines: readonly Line[], poll: number) {
	const samples = lines.map(([place, words]) => {
		const values = [0, 0];
		for (const word of words.slice(0, poll + 1)) {
			const [contentions = '0', seconds = '0'] = String(word).split('/');
			values[0] = (values[0] ?? 0) + Number(contentions);
			values[1] = (values[1] ?? 0) + Math.round(Number(seconds) * 1e9);
		}

		return {place, values};
	});
	return groupContention(profileOf(samples), which, undefined);
}

function linesOf(text: string | readonly Line[] | undefined): readonly Line[] {
	if (typeof text !== 'string') {
		return text ?? [];
	}

	return text
		.split('\n')
		.map(line => line.trim())
		.filter(line => line !== '')
		.map(line => {
			const [, place = '', words = ''] = /^([^[\s]+(?:\[[^\]]*\])?)\s+(.*)$/u.exec(line) ?? [];
			return [place, words.split(/\s+/u).flatMap(spell)] as const;
		});
}

/** The values that one word of a line stands for. */
export function spell(word: string): readonly string[] {
	const [, from, to, count] = /^(-?[\d./]+?)(?:\.\.(-?\d+))?\*(\d+)$/u.exec(word) ?? [];
	if (from === undefined || count === undefined) {
		return [word];
	}

	const steps = Number(count);
	return Array.from({length: steps}, (_, index) =>
		to === undefined
			? from
			: String(Math.round(Number(from) + ((Number(to) - Number(from)) * index) / (steps - 1))),
	);
}

/** Lets all detectors watch what was drawn. `said` is each warning as it fires and resolves, in order. */
export function watch(
	moments: readonly Moment[],
	settings: Partial<DetectorSettings> = {},
	from: WarningLog = emptyWarningLog,
): {readonly log: WarningLog; readonly said: readonly string[]} {
	let log = from;
	const said: string[] = [];
	for (const {history, readings} of moments) {
		const before = log;
		log = advanceWarnings(log, history, history.at, readings, {...defaultSettings, ...settings});
		const seconds = Math.round(history.at / 1000);
		said.push(
			...missing(log.standing, before.standing).map(
				warning => `${seconds}s ${warning.severity} ${warning.detector}: ${warning.headline}`,
			),
			...missing(log.resolved, before.resolved).map(
				warning => `${seconds}s ${warning.detector}: ${warning.resolvedBecause}`,
			),
		);
	}

	return {log, said};
}

function missing(warnings: readonly Warning[], before: readonly Warning[]): readonly Warning[] {
	const known = new Set(before.map(({id, resolvedAt}) => `${id} ${resolvedAt}`));
	return warnings.filter(({id, resolvedAt}) => !known.has(`${id} ${resolvedAt}`));
}
