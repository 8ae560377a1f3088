import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {defaultSettings} from '../../source/detectors/settings.ts';
import {readArguments} from '../../source/options/arguments.ts';
import {flags} from '../../source/options/flags.ts';
import {parseOptions} from '../../source/options.ts';
import {options, parse, problemOf, sentence} from './parsing.ts';

const common = {
	intervalMilliseconds: 2000,
	timeoutMilliseconds: 10_000,
	budgetFraction: 0.01,
	detectors: defaultSettings,
	errands: {dump: 'when needed', leaks: 'on request'},
	dumpLimitGoroutines: 1000,
	appearance: {color: true, ascii: undefined, bell: false, ownCodeOnly: false},
};

test('goroutop 6060', async () => {
	expect(await options('6060')).toEqual({
		...common,
		kind: 'watch',
		plain: false,
		connection: expect.objectContaining({address: expect.objectContaining({shown: 'localhost:6060'})}),
	});
});

test('goroutop check', async () => {
	expect(await options('check unix:/run/app.sock --for 1m --json')).toEqual({
		...common,
		kind: 'check',
		checkForMilliseconds: 60_000,
		json: true,
		connection: expect.objectContaining({address: expect.objectContaining({socketPath: '/run/app.sock'})}),
	});
	expect(await options('check 6060')).toMatchObject({checkForMilliseconds: 30_000, json: false});
});

test('goroutop demo', async () => {
	expect(await options('demo --interval 1s --plain')).toEqual({
		...common,
		intervalMilliseconds: 1000,
		kind: 'demo',
		plain: true,
	});
});

test('the command may be written out', async () => {
	expect(await options('watch 6060 --plain')).toMatchObject({kind: 'watch', plain: true});
});

describe('help and version', () => {
	test.each([
		['--help', 'goroutop shows'],
		['6060 --help', 'goroutop shows'],
		['check --help', 'goroutop check TARGET'],
		['-h check', 'goroutop check TARGET'],
		['demo -h', 'goroutop demo watches'],
		['help', 'goroutop shows'],
		['help check', 'goroutop check TARGET'],
	])('%s', async (line, start) => {
		const parsed = await parse(line);
		expect(parsed.kind === 'help' && parsed.text.startsWith(start)).toBe(true);
	});

	test('--version', async () => {
		expect(await parse('--version')).toEqual({kind: 'version', text: 'goroutop 1.2.3\n'});
	});

	test('they need no sound surroundings', async () => {
		const surroundings = {environment: {GOROUTOP_BOGUS: '1'}, toml: '='};
		expect((await parse('--help', surroundings)).kind).toBe('help');
		expect((await parse('--version', surroundings)).kind).toBe('version');
	});
});

test('flags go before variables, these before the file, that before the defaults', async () => {
	const toml = 'interval = "4s"\ntimeout = "4s"\nbudget = "4%"';
	const environment = {GOROUTOP_INTERVAL: '3s', GOROUTOP_TIMEOUT: '3s'};
	expect(await options('6060 --interval 1s', {environment, toml})).toMatchObject({
		intervalMilliseconds: 1000,
		timeoutMilliseconds: 3000,
		budgetFraction: 0.04,
	});
	expect(await options('6060 --no-bell', {toml: 'bell = true'})).toMatchObject({appearance: {bell: false}});
});

test('whether ASCII is enough is left open unless said', async () => {
	expect((await options('6060 --ascii')).appearance.ascii).toBe(true);
	expect((await options('6060 --no-ascii', {toml: 'ascii = true'})).appearance.ascii).toBe(false);
});

test.each([
	['', {NO_COLOR: '1'}, '', false],
	['', {NO_COLOR: 'false'}, '', false],
	['', {NO_COLOR: ''}, '', true],
	['--no-color', {}, '', false],
	['--color', {NO_COLOR: '1'}, '', true],
	['', {NO_COLOR: '1', GOROUTOP_NO_COLOR: '0'}, '', true],
	['', {NO_COLOR: '1'}, 'no-color = false', true],
	['--color', {}, 'no-color = true', true],
])('colour with %s %j %s: %s', async (line, environment, toml, color) => {
	expect((await options(`6060 ${line}`, {environment, toml})).appearance.color).toBe(color);
});

test.each([
	['--interval 99ms', '--interval: "99ms" is too little: at least 100ms.'],
	['--interval 11m', '--interval: "11m" is too much: at most 10m.'],
	['--budget 0.001%', '--budget: "0.001%" is too little: at least 0.01%.'],
	['--budget 101%', '--budget: "101%" is too much: at most 100%.'],
	['--budget 1', '--budget: "1" has no percent sign: write 1%.'],
	['--timeout soon', '--timeout: "soon" is not a duration: write 500ms, 2s, 5m, 1h or 1m30s.'],
])('%s', async (line, expected) => {
	expect(await sentence(`6060 ${line}`)).toBe(expected);
});

test.each(['--interval 100ms', '--interval 10m', '--budget 0.01%', '--budget 100%'])(
	'%s is allowed',
	async line => {
		expect((await options(`6060 ${line}`)).kind).toBe('watch');
	},
);

test('flags of another command', async () => {
	expect(await sentence('6060 --json')).toBe('--json is not for goroutop 6060, but for goroutop check 6060.');
	expect(await sentence('check 6060 --bell')).toBe(
		'--bell is not for goroutop check 6060, but for goroutop 6060 and goroutop demo.',
	);
	expect(await sentence('demo --insecure')).toBe(
		'--insecure is not for goroutop demo, but for goroutop 6060 and goroutop check 6060.',
	);
	expect((await options('demo', {toml: 'json = true\nuser = "eve"'})).kind).toBe('demo');
});

test('a check that sees one poll only', async () => {
	expect(await sentence('check 6060 --for 2s')).toBe(
		'--for must be longer than --interval: one poll alone can be compared with nothing.',
	);
});

describe('words', () => {
	test.each([
		[
			'',
			'No target given.',
			'goroutop 6060 is for port 6060 of this machine; goroutop demo needs no target.',
		],
		[
			'check',
			'No target given.',
			'goroutop check 6060 is for port 6060 of this machine; goroutop demo needs no target.',
		],
		['chek 6060', 'Unknown command "chek": did you mean check?', 'Write goroutop check 6060.'],
		['dmeo', 'Unknown command "dmeo": did you mean demo?', 'Write goroutop demo.'],
		[
			'frobnicate 6060',
			'Unknown command "frobnicate": there are check and demo.',
			'To watch a target, write it alone, as in goroutop 6060.',
		],
		['6060 check', 'The command goes before the target.', 'Write goroutop check 6060.'],
		['6060 demo', 'The command goes before the target.', 'Write goroutop demo.'],
		['demo 6060', 'goroutop demo brings its own target.', 'To watch a target, write goroutop 6060.'],
		[
			'6060 7070',
			'goroutop looks at one target, but got 2: "6060", "7070".',
			'Start one goroutop for each, as in two panes of a terminal.',
		],
		[
			'check a:1 b:2 c:3 d:4',
			'goroutop looks at one target, but got 4: "a:1", "b:2", "c:3".',
			'Start one goroutop for each, as in two panes of a terminal.',
		],
		[
			'localhost',
			'"localhost" has no port: write localhost:6060, or http://localhost for port 80.',
			'goroutop 6060 watches port 6060 of this machine; goroutop demo needs no target.',
		],
	])('%j', async (line, expected, hint) => {
		expect(await problemOf(line)).toEqual({kind: 'problem', sentence: expected, hint});
	});

	test.each([
		'http://eve:hunter2@a:1 http://b:2',
		'demo http://eve:hunter2@a:1',
		'http://eve:hunter2@a:1 check',
		'http://a:1/?token=hunter2 http://b:2',
		'demo http://a:1/?token=hunter2',
	])('the secret in %j is not repeated', async line => {
		expect(JSON.stringify(await problemOf(line))).not.toContain('hunter2');
	});
});

test('whatever comes, there is one answer, and its sentences are printable and end', () => {
	const text = fc.string({unit: 'binary', maxLength: 20});
	const word = fc.oneof(
		text,
		fc.constantFrom('6060', 'check', 'demo', '--', ...flags.map(flag => `--${flag.name}`)),
	);
	const variable = fc.constantFrom(
		...flags.map(flag => `GOROUTOP_${flag.name.toUpperCase().replaceAll('-', '_')}`),
	);
	fc.assert(
		fc.property(
			fc.array(word, {maxLength: 5}),
			fc.dictionary(variable, text, {maxKeys: 2}),
			fc.dictionary(fc.constantFrom('thresholds', 'x', ...flags.map(flag => flag.name)), fc.anything(), {
				maxKeys: 2,
			}),
			(argv, environment, table) => {
				const parsed = parseOptions({
					commandLine: readArguments(argv),
					environment,
					homeFolder: '/home/eve',
					config: {kind: 'config', path: '/c.toml', table},
					version: '1',
				});
				if (parsed.kind === 'problem') {
					expect(parsed.sentence).toMatch(/^[^\p{Cc}]+[.?]$/u);
					expect(parsed.hint).toMatch(/^[^\p{Cc}]+[.]$/u);
				}
			},
		),
		{numRuns: 500},
	);
});
