import {expect, test} from 'vitest';
import {decodeMetrics} from '../../source/decode/metrics.ts';
import {decodedValue, reasonOf} from './outcome.ts';

const page = `# HELP go_goroutines Number of goroutines that currently exist.
# TYPE go_goroutines gauge
go_goroutines 101
go_info{version="go1.27.1"} 1
go_threads 9
go_sched_gomaxprocs_threads 4
go_gc_gogc_percent 100
go_gc_gomemlimit_bytes 1.073741824e+09
go_sync_mutex_wait_total_seconds_total 2.5
go_cpu_classes_gc_total_cpu_seconds_total 0.75
go_cpu_classes_total_cpu_seconds_total 120
go_sched_goroutines_created_goroutines_total 5000
go_sched_latencies_seconds_bucket{le="6.4e-08"} 10
go_sched_latencies_seconds_bucket{le="0.001"} 90
go_sched_latencies_seconds_bucket{le="+Inf"} 100
go_sched_latencies_seconds_sum NaN
go_sched_latencies_seconds_count 100
process_cpu_seconds_total 0.26
process_open_fds 37
process_max_fds 1024
process_resident_memory_bytes 1.4696448e+07
process_start_time_seconds 1.79522476624e+09
`;

const values = {
	goVersion: 'go1.27.1',
	threads: 9,
	gomaxprocs: 4,
	memoryLimitBytes: 1_073_741_824,
	gcCpuSeconds: 0.75,
	totalCpuSeconds: 120,
	schedulingLatency: [
		{upToSeconds: 6.4e-8, count: 10},
		{upToSeconds: 0.001, count: 90},
		{upToSeconds: Number.POSITIVE_INFINITY, count: 100},
	],
	openFileDescriptors: 37,
	residentBytes: 14_696_448,
	processStartUnixMilliseconds: 1_795_224_766_240,
};

test('the Prometheus text format is read', () => {
	expect(decodeMetrics(page)).toEqual({ok: true, value: values, skipped: 0});
});

test('OpenMetrics, with timestamps, exemplars and an end mark, is read', () => {
	const openMetrics = page
		.replace('go_threads 9', 'go_threads 9 1795224770.635')
		.replace('le="0.001"} 90', 'le="0.001"} 90 # {trace_id="a # b"} 0.0007 1795224770.6');
	expect(decodeMetrics(`${openMetrics}# EOF\n`)).toEqual({ok: true, value: values, skipped: 0});
	expect(decodeMetrics(page.replaceAll('\n', '\r\n'))).toEqual({ok: true, value: values, skipped: 0});
});

test('what the target does not export is absent', () => {
	expect(decodedValue(decodeMetrics('http_requests_total{go_goroutines="1"} 5\n'))).toEqual({});
	expect(decodedValue(decodeMetrics('# HELP up Whether it is up.\n'))).toEqual({});
});

test('no memory limit is no value, and what is not finite is absent', () => {
	const text = 'go_gc_gomemlimit_bytes 9.223372036854776e+18\nprocess_open_fds 3\ngo_threads NaN\n';
	expect(decodeMetrics(text)).toEqual({ok: true, value: {openFileDescriptors: 3}, skipped: 0});
});

test('numbers that no process has are absent', () => {
	expect(decodeMetrics('go_threads 1e308\nprocess_open_fds -1\ngo_sched_gomaxprocs_threads 4\n')).toEqual({
		ok: true,
		value: {gomaxprocs: 4},
		skipped: 0,
	});
});

test('known metrics that cannot be read, or come twice, are skipped and counted', () => {
	const text =
		'process_open_fds many\ngo_threads{pod="a"} 3\ngo_threads{pod="b"} 4\ngo_info{version="go1.26.8"} 1\n' +
		'go_info{version="go1.27.1"} 1\ngo_sched_latencies_seconds_bucket 7\n';
	expect(decodeMetrics(text)).toEqual({ok: true, value: {threads: 3, goVersion: 'go1.26.8'}, skipped: 4});
});

test.each([
	['<!doctype html><title>Sign in</title>', 'an HTML page titled “Sign in”'],
	['Unauthorized\n', 'plain text that begins with “Unauthorized”'],
	['{"up": 1}', 'JSON that begins with “{"up": 1}”'],
	['', 'empty'],
])('%j is %s', (text, reason) => {
	expect(reasonOf(decodeMetrics(text))).toBe(reason);
});
