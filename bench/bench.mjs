/**
 * Measures goroutop and prints what it found as Markdown. Needs a build in dist/, Linux, python3 (for terminals) and Go.
 *
 *     npm run bench -- [NAME...] [--quick | --full] [--seconds N] [--json FILE]
 */
import {writeFileSync} from 'node:fs';
import process from 'node:process';
import {parseArgs} from 'node:util';
import {costToTarget} from './cost-to-target.ts';
import {decode} from './decode.ts';
import {detectors} from './detectors.ts';
import {firstFrame} from './first-frame.ts';
import {keyLatency} from './key-latency.ts';
import {ownCost} from './own-cost.ts';
import {circumstances, load, markdown} from './report.ts';

const benchmarks = [firstFrame, keyLatency, decode, detectors, ownCost, costToTarget];
const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {
		quick: {type: 'boolean', default: false},
		full: {type: 'boolean', default: false},
		seconds: {type: 'string'},
		json: {type: 'string'},
	},
});
const chosen =
	positionals.length === 0 ? benchmarks : benchmarks.filter(({name}) => positionals.includes(name));
const unknown = positionals.filter(name => !benchmarks.some(benchmark => benchmark.name === name));
if (unknown.length > 0) {
	process.stderr.write(
		`There is no benchmark ${unknown.join(', ')}, but ${benchmarks.map(({name}) => name).join(', ')}.\n`,
	);
	process.exit(64);
}

const conditions = {
	effort: values.quick ? 'quick' : values.full ? 'full' : 'normal',
	seconds: values.seconds === undefined ? undefined : Number(values.seconds),
	say: line => process.stderr.write(`${line}\n`),
};
const where = circumstances();
const results = {};
for (const benchmark of chosen) {
	const before = load();
	const findings = await benchmark.run(conditions);
	const loads = {before, after: load()};
	process.stdout.write(`${markdown(benchmark, findings, where, loads)}\n`);
	results[benchmark.name] = {loads, ...findings};
	if (values.json !== undefined) {
		writeFileSync(
			values.json,
			`${JSON.stringify({...where, effort: conditions.effort, results}, undefined, '\t')}\n`,
		);
	}
}
