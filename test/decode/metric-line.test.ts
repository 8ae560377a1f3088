import {expect, test} from 'vitest';
import {metricLine, metricNumber} from '../../source/decode/metric-line.ts';

test.each([
	['go_goroutines 12', [], 12],
	['go_goroutines{} 12 1795224770635', [], 12],
	['go_goroutines\t1.2e+01', [], 12],
	['up{job="a",} 1', [['job', 'a']], 1],
	[
		'up{job = "a" , pod="b"} 1',
		[
			['job', 'a'],
			['pod', 'b'],
		],
		1,
	],
	['up{note="a \\"b\\", c}\\\\d\\ne"} -0.5', [['note', 'a "b", c}\\d\ne']], -0.5],
	['seconds_bucket{le="0.5"} 7 # {trace_id="abc"} 0.43 1.7e9', [['le', '0.5']], 7],
	['up +Inf', [], Number.POSITIVE_INFINITY],
	['up NaN', [], Number.NaN],
])('%s', (line, labels, value) => {
	expect(metricLine(line)?.labels.map(label => [label.key, label.value])).toEqual(labels);
	expect(metricLine(line)?.value).toBe(value);
});

test.each([
	'',
	'# HELP up',
	'up',
	'up{job="a" 1',
	'up{job=a} 1',
	'up{job="a"}1',
	'up one',
	'up 0x10',
	'<html>',
	'1up 2',
])('%j is not a metric', line => {
	expect(metricLine(line)).toBeUndefined();
});

test('a line of a megabyte is not worth reading', () => {
	expect(metricLine(`up{note="${'x'.repeat(1_000_000)}"} 1`)).toBeUndefined();
	expect(metricNumber('9'.repeat(100))).toBeUndefined();
});
