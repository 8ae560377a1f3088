import {expect, test} from 'vitest';
import {type DetectorId, defaultThresholds} from '../../source/detectors/thresholds.ts';
import {options, problemOf, sentence} from './parsing.ts';

const choice = async (line: string, toml?: string) =>
	(await options(`6060 ${line}`, toml === undefined ? {} : {toml})).detectors;

/** The thresholds that differ from the defaults. */
const changed = async (line: string, toml?: string) => {
	const {thresholds} = await choice(line, toml);
	return Object.entries(thresholds).flatMap(([id, numbers]) => {
		const defaults: Record<string, number> = defaultThresholds[id as DetectorId];
		return Object.entries(numbers)
			.filter(([name, number]) => number !== defaults[name])
			.map(([name, number]) => `${id}.${name}=${number}`);
	});
};

test('without a word, all detectors run at their defaults', async () => {
	expect(await choice('')).toEqual({off: [], only: [], thresholds: defaultThresholds});
});

test('every detector can be switched off, and every threshold set', async () => {
	const numbers: Record<string, Record<string, number>> = defaultThresholds;
	for (const [id, thresholds] of Object.entries(numbers)) {
		expect((await choice(`--off ${id}`)).off).toEqual([id]);
		for (const [name, number] of Object.entries(thresholds)) {
			expect(await changed(`--set ${id}.${name}=${number + 1}`)).toEqual([`${id}.${name}=${number + 1}`]);
		}
	}
});

test('values may be written with a unit', async () => {
	const line = '--set gc-pause.warningMilliseconds=1.5s --set mutex-contention.dominantFraction=50%';
	expect(await changed(line)).toEqual([
		'mutex-contention.dominantFraction=0.5',
		'gc-pause.warningMilliseconds=1500',
	]);
});

test('each threshold overrules itself only', async () => {
	const toml = '[thresholds.gc-pause]\nwarningMilliseconds = 1\ncriticalMilliseconds = 2';
	expect(await changed('--set gc-pause.warningMilliseconds=3', toml)).toEqual([
		'gc-pause.warningMilliseconds=3',
		'gc-pause.criticalMilliseconds=2',
	]);
});

test('--only brings back what the config file has off', async () => {
	expect(await choice('--only gc-pause', 'off = ["gc-pause"]')).toMatchObject({only: ['gc-pause'], off: []});
	expect(await choice('--off gc-pause', 'only = ["gc-pause", "stale"]')).toMatchObject({
		only: ['gc-pause', 'stale'],
		off: ['gc-pause'],
	});
});

test.each([
	['--off gcpause', 'There is no detector "gcpause"; did you mean "gc-pause"?'],
	['--only frobnicate', 'There is no detector "frobnicate".'],
	['--off toString', 'There is no detector "toString".'],
	[
		'--set gc-paus.holdReadings=1',
		'There is no threshold "gc-paus.holdReadings"; did you mean "gc-pause.holdReadings"?',
	],
	[
		'--set gc-pause.holdreading=1',
		'There is no threshold "gc-pause.holdreading"; did you mean "gc-pause.holdReadings"?',
	],
	['--set gc-pause.toString=1', 'There is no threshold "gc-pause.toString".'],
	['--set frobnicate', 'There is no threshold "frobnicate".'],
	[
		'--set gc-pause.holdReadings=x',
		'gc-pause.holdReadings must be a number from 0 up, as in gc-pause.holdReadings=1, not "x".',
	],
	[
		'--set gc-pause.holdReadings=0',
		'gc-pause.holdReadings must be a whole number from 1 up, as in gc-pause.holdReadings=1, not "0".',
	],
	[
		'--set gc-pause.warningMilliseconds=-1',
		'gc-pause.warningMilliseconds must be a number from 0 up, as in gc-pause.warningMilliseconds=20, not "-1".',
	],
	[
		'--set gc-pause.warningMilliseconds=5%',
		'gc-pause.warningMilliseconds must be a number from 0 up, as in gc-pause.warningMilliseconds=20, not "5%".',
	],
	['--only gc-pause --off gc-pause', 'No detector is left: all of --only are in --off, too.'],
])('%s', async (line, expected) => {
	expect(await sentence(`6060 ${line}`)).toBe(expected);
});

test('the hint lists what there is', async () => {
	const detectors = `There are ${Object.keys(defaultThresholds).join(', ')}.`;
	const thresholds = `stale has ${Object.keys(defaultThresholds.stale).join(', ')}.`;
	expect((await problemOf('6060 --off x')).hint).toBe(detectors);
	expect((await problemOf('6060 --set x.y=1')).hint).toBe(detectors);
	expect((await problemOf('6060 --set stale.x=1')).hint).toBe(thresholds);
});

test('what was written cannot steer the terminal', async () => {
	expect(await sentence(['6060', '--off', '\u001b[2J'])).toBe('There is no detector " [2J".');
});
