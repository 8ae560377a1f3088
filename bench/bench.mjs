/**
 * Measures goroutop beside its peers and prints what it found as Markdown: a part for each benchmark, then one table of
 * all. Needs a build in dist/, Linux, python3 (for terminals) and curl; Go for the targets and most peers; htop and btop
 * to be compared with. A peer that is not here is named with the reason. Takes about
 * twenty minutes, with --full more than an hour; --quick only shows that everything runs.
 *
 *     npm run bench -- [NAME...] [--quick | --full] [--seconds N] [--json FILE]
 */
import {writeFileSync} from 'node:fs';
import process from 'node:process';
import {parseArgs} from 'node:util';
import {binary} from './binary.ts';
import {costToTarget} from './cost-to-target.ts';
import {decode} from './decode.ts';
import {detectors} from './detectors.ts';
import {firstFrame} from './first-frame.ts';
import {growth} from './growth.ts';
import {keyLatency} from './key-latency.ts';
import {watchMachine} from './machine-load.ts';
import {oneLook} from './one-look.ts';
import {ownCost} from './own-cost.ts';
import {circumstances, markdown} from './report.ts';
import {soak} from './soak.ts';
import {summary} from './summary.ts';

const benchmarks = [
	firstFrame,
	keyLatency,
	detectors,
	decode,
	ownCost,
	oneLook,
	costToTarget,
	growth,
	soak,
	binary,
];
const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {
		quick: {type: 'boolean', default: false},
		full: {type: 'boolean', default: false},
		seconds: {type: 'string'},
		json: {type: 'string'},
	},
});
const unknown = positionals.filter(name => !benchmarks.some(benchmark => benchmark.name === name));
if (unknown.length > 0) {
	process.stderr.write(
		`There is no benchmark ${unknown.join(', ')}, but ${benchmarks.map(({name}) => name).join(', ')}.\n`,
	);
	process.exit(64);
}

const chosen = benchmarks.filter(({name, isForFullRuns}) =>
	positionals.length === 0 ? values.full || !isForFullRuns : positionals.includes(name),
);
const conditions = {
	effort: values.quick ? 'quick' : values.full ? 'full' : 'normal',
	seconds: values.seconds === undefined ? undefined : Number(values.seconds),
	say: line => process.stderr.write(`${line}\n`),
};
const where = circumstances();
const begun = performance.now();
const loadOfAll = watchMachine();
const results = {};
for (const benchmark of chosen) {
	const loadOfThis = watchMachine();
	const findings = await benchmark.run(conditions);
	const loads = loadOfThis();
	process.stdout.write(`${markdown(benchmark, findings, where, loads)}\n`);
	results[benchmark.name] = {loads, ...findings};
	if (values.json !== undefined) {
		writeFileSync(
			values.json,
			`${JSON.stringify({...where, effort: conditions.effort, results}, undefined, '\t')}\n`,
		);
	}
}

if (chosen.length > 1) {
	process.stdout.write(`${summary(Object.values(results), where, loadOfAll())}\n`);
}
conditions.say(`${chosen.length} benchmarks in ${((performance.now() - begun) / 60_000).toFixed(1)} minutes`);
