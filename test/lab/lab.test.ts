import process from 'node:process';
import {beforeAll, describe, expect, it} from 'vitest';
import {buildLab} from './build.ts';
import {program} from './check.ts';
import {guilty} from './guilty.ts';
import {innocent} from './innocent.ts';
import type {Scenario} from './scenario.ts';
import {newestGo, oldestGo} from './toolchain.ts';
import {type Outcome, runTrialsFairly} from './trial.ts';

const scenarios: readonly Scenario[] = [...guilty, ...innocent];
const [newest, oldest] = [await newestGo(), await oldestGo()];
const trials = [
	...('missing' in newest ? [] : scenarios.map(scenario => ({scenario, toolchain: newest}))),
	// What differs between versions: the dump's locks and creators, and the leak profile that old ones have not.
	...('missing' in oldest
		? []
		: scenarios.filter(({oldToo}) => oldToo === true).map(scenario => ({scenario, toolchain: oldest}))),
];

const sayWrong = (result: Outcome['result']): string =>
	result.kind === 'failed'
		? result.message
		: JSON.stringify({missed: result.verdict.missed, wrong: result.verdict.wrong});

for (const [name, toolchain] of Object.entries({newest, oldest})) {
	if ('missing' in toolchain) {
		// A silent skip would pass for a proof.
		process.stderr.write(`THE LAB WAS NOT RUN WITH THE ${name.toUpperCase()} GO: ${toolchain.missing}\n`);
	}

	if (process.env['CI'] !== undefined) {
		it(`the ${name} Go is here, in CI`, () => {
			expect(toolchain).not.toHaveProperty('missing');
		});
	}
}

describe('the lab', () => {
	it('has forty programs and more, a third of them innocent, each name once', () => {
		expect(scenarios.length).toBeGreaterThanOrEqual(40);
		expect(innocent.length / scenarios.length).toBeGreaterThanOrEqual(1 / 3);
		expect(new Set(scenarios.map(({name}) => name)).size).toBe(scenarios.length);
	});
});

describe.skipIf(trials.length === 0)('real Go programs', () => {
	let outcomes: readonly Outcome[] = [];

	beforeAll(async () => {
		for (const toolchain of new Set(trials.map(trial => trial.toolchain))) {
			await buildLab(toolchain);
		}

		outcomes = await runTrialsFairly(trials, {
			slots: 36,
			program,
			onSecond: ({scenario, toolchain, result}) =>
				process.stderr.write(
					`AGAIN, WITH FEWER BESIDE IT: ${scenario.name} (${toolchain.version}): ${sayWrong(result)}\n`,
				),
		});
	}, 900_000);

	it.each(
		trials.map(({scenario, toolchain}) => ({
			...scenario,
			version: toolchain.version,
			demand: scenario.kind === 'guilty' ? 'is named' : 'is left alone',
		})),
	)('$name ($version) $demand: $what', ({name, version}) => {
		const result = outcomes.find(
			({scenario, toolchain}) => scenario.name === name && toolchain.version === version,
		)?.result;
		expect(result).toMatchObject({kind: 'judged', verdict: {missed: [], wrong: []}});
	});
});
