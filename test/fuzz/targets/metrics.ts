import {metricLine} from '../../../source/decode/metric-line.ts';
import {decodeMetrics} from '../../../source/decode/metrics.ts';
import {bytesOf, captured, textOf} from '../inputs.ts';
import {must, mustBeDecoded, mustEqual} from '../must.ts';
import type {FuzzTarget} from '../target.ts';

export const metricsTarget: FuzzTarget = {
	name: 'metrics',
	seeds: () => [
		...captured('metrics.txt', 2),
		bytesOf(
			'# HELP go_info x\ngo_info{version="go1.27.1"} 1\ngo_goroutines{a="\\"b\\\\",c="d\\n",} 12 1700000000\nprocess_start_time_seconds 1.7e+09\ngo_sched_latencies_seconds_bucket{le="0.5"} 3\ngo_sched_latencies_seconds_bucket{le="+Inf"} 4\ngo_gc_gomemlimit_bytes 9.223372036854775807e+18\ngo_gc_gogc_percent 1.8446744073709552e+19\n# EOF\n',
		),
	],
	words: [
		'go_',
		'process_',
		'go_goroutines',
		'go_threads ',
		'go_info{version="',
		'"}',
		'{le="',
		' NaN',
		' +Inf',
	].concat(
		[
			'go_sched_latencies_seconds_bucket',
			'process_cpu_seconds_total',
			'\\"',
			'\\\\',
			'# TYPE ',
			' 1e400',
			'{,}',
		],
		[
			'go_cpu_classes_gc_total_cpu_seconds_total ',
			'go_gc_gomemlimit_bytes ',
			' # {trace_id="x"} 1\n',
			'\r\n',
		],
	),
	maxBytes: 8192,
	check(input) {
		const text = textOf(input);
		const decoded = decodeMetrics(text);
		mustBeDecoded(decoded, text.length * 3);
		const lines = text.split('\n');
		for (const line of lines.slice(0, 20)) checkLine(line);
		if (!decoded.ok) return;
		must(decoded.skipped <= lines.length, 'more skipped than lines');
		const {goVersion: _, schedulingLatency = [], ...numbers} = decoded.value;
		must(Object.values(numbers).every(Number.isFinite), 'a metric is not finite', numbers);
		must(schedulingLatency.length <= lines.length, 'more buckets than lines');
		schedulingLatency.forEach(({upToSeconds, count}, index) => {
			const before = schedulingLatency[index - 1]?.upToSeconds ?? Number.NEGATIVE_INFINITY;
			must(upToSeconds >= before && Number.isFinite(count), 'buckets are out of order', [
				before,
				upToSeconds,
			]);
		});
	},
};

/** What was read from a line, written plainly, is read the same. */
function checkLine(line: string): void {
	const read = metricLine(line);
	if (read === undefined) return;
	const labels = read.labels.map(({key, value}) => `${key}="${escaped(value)}"`).join(',');
	const sign = Object.is(read.value, -0) ? '-' : '';
	const value = Number.isNaN(read.value) ? 'NaN' : sign + String(read.value).replace('Infinity', 'Inf');
	mustEqual(metricLine(`${read.name}{${labels}} ${value}`), read, 'a printed metric reads differently');
}

function escaped(text: string): string {
	return text.replace(/[\\"\n]/g, character => (character === '\n' ? '\\n' : `\\${character}`));
}
