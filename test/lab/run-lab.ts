// Runs the whole lab with the newest and the oldest Go and writes its tables into the README:
//   npm run lab -- [--only NAME,NAME] [--go newest|oldest] [--slots 24] [--json FILE]
import {cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {availableParallelism, cpus, tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {parseArgs} from 'node:util';
import packageJson from '../../package.json' with {type: 'json'};
import {buildLab} from './build.ts';
import {program} from './check.ts';
import {guilty} from './guilty.ts';
import {innocent} from './innocent.ts';
import {labTable, scoreOf} from './table.ts';
import {newestGo, oldestGo, type Toolchain} from './toolchain.ts';
import {isRight, type Outcome, runTrialsFairly} from './trial.ts';

const {values} = parseArgs({
	options: {
		only: {type: 'string'},
		go: {type: 'string'},
		slots: {type: 'string', default: '24'},
		json: {type: 'string'},
	},
});

const readmeFile = path.join(import.meta.dirname, '../../README.md');
const [begin, end] = ['<!-- lab -->', '<!-- /lab -->'];

const toolchains = await toolchainsNamed(values.go);
const wanted = values.only?.split(',');
const scenarios = [...guilty, ...innocent].filter(({name}) => wanted?.includes(name) ?? true);
for (const toolchain of toolchains) {
	await buildLab(toolchain);
}

// A build that happens meanwhile must not change what runs.
const folder = mkdtempSync(path.join(tmpdir(), 'goroutop-under-test-'));
cpSync(path.dirname(program), folder, {recursive: true});
const outcomes: Outcome[] = [];
try {
	for (const toolchain of toolchains) {
		const trials = scenarios.map(scenario => ({scenario, toolchain}));
		const done = await runTrialsFairly(trials, {
			slots: Number(values.slots),
			program: path.join(folder, path.basename(program)),
			onSecond: ({scenario}) => say(`AGAIN, WITH FEWER BESIDE IT: ${scenario.name}`),
			onOutcome: (outcome, left) => say(`${toolchain.version} ${lineOf(outcome)}  (${left} left)`),
		});
		outcomes.push(...done);
		say(`${toolchain.version}: ${JSON.stringify(scoreOf(done))}`);
	}
} finally {
	rmSync(folder, {recursive: true, force: true});
}

const day = new Date().toISOString().slice(0, 10);
const machine = `${day}, ${availableParallelism()} cores of an ${cpus()[0]?.model.trim()}, Node ${process.versions.node}`;
const text = labTable(outcomes, packageJson.version, machine);
if (values.json !== undefined) {
	writeFileSync(values.json, JSON.stringify(outcomes, undefined, '\t'));
}

process.stdout.write(`${text}\n`);
if (wanted === undefined && values.go === undefined) {
	const readme = readFileSync(readmeFile, 'utf8');
	const [from, to] = [readme.indexOf(begin), readme.indexOf(end)];
	if (from === -1 || to < from) {
		throw new Error(`README.md has no ${begin} and ${end} to write the tables between.`);
	}

	writeFileSync(readmeFile, `${readme.slice(0, from + begin.length)}\n\n${text}\n\n${readme.slice(to)}`);
}

const {failed, found, guilty: all, wrong} = scoreOf(outcomes);
process.exitCode = failed === 0 && found === all && wrong === 0 ? 0 : 1;

async function toolchainsNamed(name: string | undefined): Promise<readonly Toolchain[]> {
	const asked = [
		...(name === 'oldest' ? [] : [await newestGo()]),
		...(name === 'newest' ? [] : [await oldestGo()]),
	];
	return asked.map(toolchain => {
		if ('missing' in toolchain) {
			throw new Error(toolchain.missing);
		}

		return toolchain;
	});
}

function lineOf(outcome: Outcome): string {
	const {scenario, result} = outcome;
	if (result.kind === 'failed') {
		return `${scenario.name}: FAILED ${result.message}`;
	}

	const {named, missed, wrong} = result.verdict;
	return [
		`${scenario.name}: ${isRight(outcome) ? 'ok' : 'NOT OK'}`,
		...named.map(one => `${one.detector} ${one.at} ${one.afterSeconds.toFixed(0)}s`),
		...missed.map(must => `MISSED ${must.oneOf.join('|')} at ${must.at.join('/')}`),
		...wrong.map(one => `WRONG ${one.severity} ${one.detector} ${one.at}: ${one.headline}`),
	].join('; ');
}

function say(line: string): void {
	process.stderr.write(`${line}\n`);
}
