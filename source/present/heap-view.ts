import {formatBytes, formatCount, formatDuration, formatRate, formatShare} from '../profile/quantity.ts';
import {safeText} from '../profile/safe-text.ts';
import type {Count} from '../profile/units.ts';
import {latest} from '../series/series.ts';
import {resample} from '../series/window.ts';
import {chartLines} from './chart.ts';
import {clockText} from './clock-text.ts';
import {collectorShareText} from './metrics-shown.ts';
import {blankRow, type Row, row, type Segment, segment} from './row.ts';
import {type Scene, shownRange, shownSpan} from './scene.ts';
import {cut, padEnd, padStart} from './width.ts';

/** Memory and the collector: the numbers of MemStats, the heap over time, the latest pauses. As many rows as it takes. */
export function heapView(scene: Scene, heightRows: Count): readonly Row[] {
	const {known, session, widthColumns} = scene;
	const {stats, takenAt} = known.history.memory;
	const failure = session.profileFailures.get('heap');
	if (stats === undefined || takenAt === undefined) {
		const text =
			failure === undefined
				? 'waiting for the first reading of the heap profile'
				: safeText(failure.sentence);
		return [row(segment(cut(` ${text}`, widthColumns), failure === undefined ? 'dim' : 'warning'))];
	}

	const age = Math.max(0, known.at - takenAt);
	const pairs = numbersOf(scene);
	const perLine = widthColumns >= 132 ? 4 : widthColumns >= 99 ? 3 : 2;
	const lines = Math.ceil(pairs.length / perLine);
	const table = Array.from({length: lines}, (_, line) =>
		row(
			...Array.from({length: perLine}, (_each, column) =>
				cell(pairs[column * lines + line], Math.floor(widthColumns / perLine)),
			).flat(),
		),
	);
	const unread =
		failure === undefined
			? []
			: [row(segment(cut(` not read any more: ${safeText(failure.sentence)}`, widthColumns), 'warning'))];
	const heading = row(
		segment(
			` read ${Math.round(age / 1000)}s ago, each 15 s (the heap profile costs more than the others)`,
			'dim',
		),
	);
	const pauseLine = row(segment(` latest pauses: ${pausesText(scene)}`, 'plain'));
	const space = heightRows - table.length - 4;
	return [...unread, heading, ...table, blankRow, pauseLine, ...chart(scene, space)];
}

function numbersOf({known}: Scene): readonly (readonly [name: string, text: string])[] {
	const {stats, gcPerSecond, allocatedBytesPerSecond} = known.history.memory;
	const {metrics, threads} = known.history;
	if (stats === undefined) {
		return [];
	}

	const collections = latest(gcPerSecond)?.value;
	const allocated = latest(allocatedBytesPerSecond)?.value;
	const pairs: readonly (readonly [string, string | undefined])[] = [
		['heap in use', formatBytes(stats.heapInuseBytes)],
		['live + garbage', formatBytes(stats.heapAllocBytes)],
		['next gc at', formatBytes(stats.nextGcBytes)],
		['objects', formatCount(stats.heapObjects)],
		['allocating', allocated === undefined ? undefined : `${formatBytes(allocated)}/s`],
		['collections', formatCount(stats.gcCount)],
		['collections/s', collections === undefined ? undefined : formatRate(collections)],
		['gc cpu, lately', collectorShareText(known.history)],
		['gc cpu, average', formatShare(stats.gcCpuFraction)],
		['stacks', formatBytes(stats.stackInuseBytes)],
		['idle, kept', formatBytes(stats.heapIdleBytes - stats.heapReleasedBytes)],
		['from the system', formatBytes(stats.sysBytes)],
		[
			'highest resident',
			stats.maxResidentBytes === undefined ? undefined : formatBytes(stats.maxResidentBytes),
		],
		['resident now', metrics?.residentBytes === undefined ? undefined : formatBytes(metrics.residentBytes)],
		[
			'threads',
			metrics?.threads === undefined ? optionalCount(latest(threads)?.value) : formatCount(metrics.threads),
		],
		['GOMAXPROCS', optionalCount(metrics?.gomaxprocs)],
		['open files', optionalCount(metrics?.openFileDescriptors)],
	];
	return pairs.flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const]));
}

function optionalCount(count: Count | undefined): string | undefined {
	return count === undefined ? undefined : formatCount(count);
}

function cell(pair: readonly [string, string] | undefined, widthColumns: Count): readonly Segment[] {
	if (pair === undefined) {
		return [segment(' '.repeat(widthColumns))];
	}

	const [name, text] = pair;
	const nameColumns = Math.min(19, Math.max(8, widthColumns - 14));
	return [
		segment(` ${padEnd(name, nameColumns)}`, 'dim'),
		segment(padStart(text, Math.min(13, widthColumns - nameColumns - 2)), 'strong'),
		segment(
			' '.repeat(Math.max(0, widthColumns - nameColumns - 1 - Math.min(13, widthColumns - nameColumns - 2))),
		),
	];
}

function pausesText({known, session, widthColumns}: Scene): string {
	const pauses = known.history.memory.stats?.pauses.slice(0, 5) ?? [];
	const text = pauses
		.map(
			({pauseNanoseconds, endedAtUnixMilliseconds}) =>
				`${formatDuration(pauseNanoseconds)} at ${clockText(endedAtUnixMilliseconds, session.settings.utcOffsetMilliseconds)}`,
		)
		.join(', ');
	return cut(text === '' ? 'none yet' : text, widthColumns - 18);
}

function chart(scene: Scene, heightRows: Count): readonly Row[] {
	const {known, session, widthColumns} = scene;
	const range = shownRange(scene);
	const columns = Math.max(10, widthColumns - 16);
	const {from, to} = shownSpan(scene, columns);
	const values = resample(known.history.memory.heapAllocBytes, from, to, columns, 'last');
	const lines = chartLines(values, Math.min(12, heightRows - 1), formatBytes, session.settings.ascii);
	return lines.length === 0
		? []
		: [
				row(segment(` live + garbage, last ${range.label} (t changes it)`, 'dim')),
				...lines.map(line => row(segment(cut(line, widthColumns), 'accent'))),
			];
}
