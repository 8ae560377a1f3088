import type {Decoded} from '../profile/decoded.ts';
import type {RuntimeMetrics} from '../profile/runtime-metrics.ts';
import type {Count, Seconds} from '../profile/units.ts';
import {millisecondsPerSecond} from '../profile/units.ts';
import {maxLatencyBuckets} from './bounds.ts';
import {describedText} from './described.ts';
import {type MetricLine, metricLine, metricNumber} from './metric-line.ts';

type Mutable<T> = {-readonly [K in keyof T]: T[K]};
type NumberField = Exclude<keyof RuntimeMetrics, 'goVersion' | 'schedulingLatency'>;
type Reader = {readonly field: NumberField; readonly read?: (value: number) => number | undefined};

/** runtime/debug.SetMemoryLimit's default, math.MaxInt64, means that there is no limit. */
const noMemoryLimitBytes = 2 ** 63;

/** The names client_golang's Go and process collectors give to what goroutop reads. */
const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
	['go_threads', {field: 'threads'}],
	['go_sched_gomaxprocs_threads', {field: 'gomaxprocs'}],
	[
		'process_start_time_seconds',
		{field: 'processStartUnixMilliseconds', read: value => value * millisecondsPerSecond},
	],
	['process_resident_memory_bytes', {field: 'residentBytes'}],
	['process_open_fds', {field: 'openFileDescriptors'}],
	[
		'go_gc_gomemlimit_bytes',
		{field: 'memoryLimitBytes', read: value => (value >= noMemoryLimitBytes ? undefined : value)},
	],
	['go_cpu_classes_gc_total_cpu_seconds_total', {field: 'gcCpuSeconds'}],
	['go_cpu_classes_gc_mark_idle_cpu_seconds_total', {field: 'gcIdleCpuSeconds'}],
	['go_cpu_classes_total_cpu_seconds_total', {field: 'totalCpuSeconds'}],
]);

/** More than any counter of Go holds; less than nothing there is of none of these. */
const largestNumber = 2 ** 64;

const infoName = 'go_info';
const latencyName = 'go_sched_latencies_seconds_bucket';

/**
 * Reads what goroutop uses from a Prometheus or OpenMetrics text page; other metrics are passed over unparsed. A value
 * that is negative or not finite counts as absent, as does "no memory limit". Skipped are known metrics that cannot be read, and
 * repetitions: a page that has one twice speaks of more than one process.
 */
export function decodeMetrics(text: string): Decoded<RuntimeMetrics> {
	const metrics: Mutable<RuntimeMetrics> = {};
	const latency: {upToSeconds: Seconds; count: Count}[] = [];
	let skipped = 0;
	for (let start = 0; start < text.length; ) {
		const newline = text.indexOf('\n', start);
		const end = newline === -1 ? text.length : newline;
		if (text.startsWith('go_', start) || text.startsWith('process_', start)) {
			const name = nameAt(text, start);
			const reader = readers.get(name);
			if (reader !== undefined || name === infoName || name === latencyName) {
				const line = metricLine(text.slice(start, end));
				if (line === undefined) skipped += 1;
				else if (reader !== undefined) skipped += assign(metrics, reader, line.value);
				else if (name === infoName) skipped += assignVersion(metrics, line);
				else skipped += addBucket(latency, line);
			}
		}
		start = end + 1;
	}
	if (latency.length > 0) {
		metrics.schedulingLatency = latency.sort((left, right) => left.upToSeconds - right.upToSeconds);
	}
	if (Object.keys(metrics).length === 0 && !looksLikeMetrics(text))
		return {ok: false, reason: describedText(text)};
	return {ok: true, value: metrics, skipped};
}

const namePattern = /\w{1,64}/y;

function nameAt(text: string, start: number): string {
	namePattern.lastIndex = start;
	return namePattern.exec(text)?.[0] ?? '';
}

/** Returns how many lines were skipped, as its neighbours do. */
function assign(metrics: Mutable<RuntimeMetrics>, {field, read}: Reader, value: number): Count {
	const wanted = read === undefined ? value : read(value);
	if (wanted === undefined || !(wanted >= 0 && wanted <= largestNumber)) return 0;
	if (metrics[field] !== undefined) return 1;
	metrics[field] = wanted;
	return 0;
}

function assignVersion(metrics: Mutable<RuntimeMetrics>, line: MetricLine): Count {
	const version = line.labels.find(label => label.key === 'version')?.value;
	if (version === undefined || metrics.goVersion !== undefined) return 1;
	metrics.goVersion = version;
	return 0;
}

function addBucket(latency: {upToSeconds: Seconds; count: Count}[], line: MetricLine): Count {
	const upToSeconds = metricNumber(line.labels.find(label => label.key === 'le')?.value ?? '');
	if (upToSeconds === undefined || Number.isNaN(upToSeconds) || !Number.isFinite(line.value)) return 1;
	if (latency.at(-1)?.upToSeconds === upToSeconds || latency.length >= maxLatencyBuckets) return 1;
	latency.push({upToSeconds, count: line.value});
	return 0;
}

/** A target may export metrics and none of Go's: judged by the first line that says something. */
function looksLikeMetrics(text: string): boolean {
	const first = /\S[^\n]{0,4000}/.exec(text)?.[0] ?? '';
	return /^# (?:HELP|TYPE|UNIT|EOF)\b/.test(first) || metricLine(first.trimEnd()) !== undefined;
}
