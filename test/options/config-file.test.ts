import {describe, expect, test} from 'vitest';
import {parseConfigText} from '../../source/options/config-file.ts';
import {connection, options, problemOf, sentence} from './parsing.ts';

const read = (toml: string) => options('6060', {toml});
const complaint = (toml: string) => sentence('6060', {toml});

test('keys are the names of the flags', async () => {
	const toml = `
		interval = "5s"
		budget = "0.5%"
		bell = true
		no-color = true
		off = ["gc-pause", "restart"]

		[thresholds.goroutine-count]
		warningCount = 8000
		[thresholds.block-latency]
		meanWaitSeconds = "1m"
	`;
	expect(await read(toml)).toMatchObject({
		intervalMilliseconds: 5000,
		budgetFraction: 0.005,
		appearance: {bell: true, color: false},
		detectors: {
			off: ['gc-pause', 'restart'],
			thresholds: {'goroutine-count': {warningCount: 8000}, 'block-latency': {meanWaitSeconds: 60}},
		},
	});
});

test('an empty file, and one with a byte order mark, are fine', async () => {
	expect((await read('')).intervalMilliseconds).toBe(2000);
	expect((await read('\uFEFFinterval = "3s"\r\n')).intervalMilliseconds).toBe(3000);
});

test('a list may be a single text', async () => {
	expect((await read('off = "gc-pause, restart"')).detectors.off).toEqual(['gc-pause', 'restart']);
	expect((await read('off = []')).detectors.off).toEqual([]);
});

test('paths are relative to the file, and ~ is the home folder', async () => {
	const toml = 'ca = ["ca.pem", "~/ca.pem", "/ca.pem"]\ncert = "../cert.pem"\nkey = "key.pem"';
	expect(await connection('6060', {toml})).toMatchObject({
		caFiles: ['/etc/eve/ca.pem', '/home/eve/ca.pem', '/ca.pem'],
		certificateFile: '/etc/cert.pem',
		keyFile: '/etc/eve/key.pem',
	});
});

describe('what is wrong is said with its place', () => {
	test.each([
		['interval = "5s"\nbell =\n', '/etc/eve/config.toml, line 2, column 7: '],
		['bell = true\nbell = true', '/etc/eve/config.toml, line 2, column 1: '],
		['a = "x', '/etc/eve/config.toml, line 1, column '],
	])('%j', async (toml, start) => {
		expect((await complaint(toml)).slice(0, start.length)).toBe(start);
	});

	test.each([
		['intervall = "5s"', 'Unknown key intervall in /etc/eve/config.toml: did you mean interval?'],
		['password = "x"', 'Unknown key password in /etc/eve/config.toml: did you mean password-file?'],
		['bearer = "x"', 'Unknown key bearer in /etc/eve/config.toml: did you mean bearer-file?'],
		['frobnicate = 1', 'Unknown key frobnicate in /etc/eve/config.toml.'],
		['config = "other.toml"', 'Unknown key config in /etc/eve/config.toml.'],
		['"__proto__" = 1', 'Unknown key __proto__ in /etc/eve/config.toml.'],
		[
			'[threshold.stale]\nmissedIntervals = 2',
			'Unknown key threshold in /etc/eve/config.toml: did you mean thresholds?',
		],
		[
			'interval = 5',
			'interval in /etc/eve/config.toml: "5" has no unit: write 5s for seconds or 5ms for milliseconds.',
		],
		['interval = "1ms"', 'interval in /etc/eve/config.toml: "1ms" is too little: at least 100ms.'],
		['interval = ["5s"]', 'interval in /etc/eve/config.toml must be written as "2s".'],
		['interval = 1979-05-27', 'interval in /etc/eve/config.toml must be written as "2s".'],
		['interval = ""', 'interval in /etc/eve/config.toml must be written as "2s".'],
		['bell = "yes"', 'bell in /etc/eve/config.toml must be written as true or false.'],
		['off = [true]', 'off in /etc/eve/config.toml must be written as a list: ["IDS"].'],
		['off = ["gcpause"]', 'There is no detector "gcpause"; did you mean "gc-pause"?'],
		['thresholds = 5', 'thresholds in /etc/eve/config.toml must be tables.'],
		['[thresholds]\nstale = 5', 'thresholds in /etc/eve/config.toml must be tables.'],
		[
			'[thresholds.stale]\nmissedIntervals = [5]',
			'stale.missedIntervals under thresholds in /etc/eve/config.toml must be a number.',
		],
		[
			'[thresholds.stale]\nmissedIntervals = inf',
			'stale.missedIntervals must be a number from 0 up, as in stale.missedIntervals=3, not "Infinity".',
		],
		[
			'[thresholds.stale]\nmissed = 5',
			'There is no threshold "stale.missed"; did you mean "stale.missedIntervals"?',
		],
		[
			'[thresholds.stall]\nmissedIntervals = 5',
			'There is no threshold "stall.missedIntervals"; did you mean "stale.missedIntervals"?',
		],
	])('%j', async (toml, expected) => {
		expect(await complaint(toml)).toBe(expected);
	});

	test('also where a flag overrules it', async () => {
		expect(await sentence('6060 --interval 1s', {toml: 'interval = "x"'})).toContain('is not a duration');
	});
});

test.each([
	['user = "eve:hunter2"', 'user in /etc/eve/config.toml holds a password.'],
	['header = ["Authorization: Bearer hunter2"]', 'header in /etc/eve/config.toml holds a secret.'],
	['header = ["X-Api-Key: hunter2"]', 'header in /etc/eve/config.toml holds a secret.'],
	['password = "hunter2"', 'Unknown key password in /etc/eve/config.toml: did you mean password-file?'],
])('secrets do not belong there, and are not repeated: %s', async (toml, expected) => {
	const problem = await problemOf('6060', {toml});
	expect(problem.sentence).toBe(expected);
	expect(JSON.stringify(problem)).not.toContain('hunter2');
});

test('other headers do', async () => {
	expect((await connection('6060', {toml: 'header = "X-Tenant: 7"'})).headers).toEqual([
		{name: 'X-Tenant', value: '7'},
	]);
});

test('a hostile file name is harmless in a sentence', async () => {
	const parsed = await parseConfigText('=', 'a\u001b[2Jb');
	expect(parsed).toMatchObject({
		kind: 'problem',
		sentence: expect.stringMatching(/^a \[2Jb, line 1, column 1: /),
	});
});
