import fc from 'fast-check';
import {expect, test} from 'vitest';
import {readArguments} from '../../source/options/arguments.ts';
import {flags} from '../../source/options/flags.ts';

/** What was given, as `name=text` for each flag. */
const read = (...argv: string[]) => {
	const result = readArguments(argv);
	return result.kind === 'problem'
		? result.sentence
		: {
				words: result.words,
				...Object.fromEntries(result.givens.map(({flag, texts}) => [flag, texts])),
				...(result.asks === undefined ? {} : {asks: result.asks}),
			};
};

test('words and flags in any order', () => {
	const expected = {words: ['check', '6060'], interval: ['5s'], json: ['true']};
	expect(read('check', '6060', '--interval', '5s', '--json')).toEqual(expected);
	expect(read('--interval=5s', 'check', '--json', '6060')).toEqual(expected);
	expect(read('--json', 'check', '--interval', '5s', '6060')).toEqual(expected);
});

test('words stay as they were written', () => {
	expect(read('007', '1e3', '0x10', '6060.0', '-5')).toEqual({words: ['007', '1e3', '0x10', '6060.0', '-5']});
});

test('of a repeated flag the last one counts', () => {
	expect(read('--interval', '5s', '--interval', '1s')).toEqual({words: [], interval: ['1s']});
	expect(read('--bell', '--no-bell')).toEqual({words: [], bell: ['false']});
});

test('headers, authorities and lists add up', () => {
	expect(
		read('--header', 'A: 1', '--header=B: c=d, e', '--ca', 'x', '--ca', 'y', '--off', 'a,b', '--off', 'c'),
	).toEqual({
		words: [],
		header: ['A: 1', 'B: c=d, e'],
		ca: ['x', 'y'],
		off: ['a,b', 'c'],
	});
});

test('a dot in a value is no path', () => {
	expect(read('--set', 'gc-pause.holdReadings=2', '--set=stale.missedIntervals=4')).toEqual({
		words: [],
		set: ['gc-pause.holdReadings=2', 'stale.missedIntervals=4'],
	});
});

test('every switch can be switched off again', () => {
	expect(read('--no-color')).toEqual({words: [], 'no-color': ['true']});
	expect(read('--color')).toEqual({words: [], 'no-color': ['false']});
	expect(read('--no-insecure')).toEqual({words: [], insecure: ['false']});
});

test('behind -- there are words only', () => {
	expect(read('--bell', '--', '--bogus', '-x', '6060')).toEqual({
		words: ['--bogus', '-x', '6060'],
		bell: ['true'],
	});
});

test('negative numbers are values, not flags', () => {
	expect(read('--interval', '-5')).toEqual({words: [], interval: ['-5']});
});

test('help goes before everything, also before mistakes', () => {
	expect(read('check', '--help')).toMatchObject({words: ['check'], asks: 'help'});
	expect(read('-h', '--bogus')).toMatchObject({asks: 'help'});
	expect(read('--version', '--help')).toMatchObject({asks: 'help'});
	expect(read('-v')).toMatchObject({asks: 'version'});
});

test.each([
	['--intervall', 'Unknown flag --intervall: did you mean --interval?'],
	['--intervall=2s', 'Unknown flag --intervall: did you mean --interval?'],
	['-interval', 'Unknown flag -interval: did you mean --interval?'],
	['--Interval', 'Unknown flag --Interval: did you mean --interval?'],
	['--bearerFile', 'Unknown flag --bearerFile: did you mean --bearer-file?'],
	['--no-colour', 'Unknown flag --no-colour: did you mean --no-color?'],
	['--no-interval', 'Unknown flag --no-interval: did you mean --interval?'],
	['--interval.x=2s', 'Unknown flag --interval.x: did you mean --interval?'],
	['---interval', 'Unknown flag ---interval: did you mean --interval?'],
	['--frobnicate', 'Unknown flag --frobnicate.'],
	['--__proto__=1', 'Unknown flag --__proto__.'],
	['--constructor', 'Unknown flag --constructor.'],
	['-x', 'Unknown flag -x.'],
	['-vx', 'Unknown flag -vx.'],
	['--evil\u001b[2J', 'Unknown flag --evil [2J.'],
	['--json=true', '--json is a switch: it takes no value.'],
	['--no-color=', '--no-color is a switch: it takes no value.'],
])('%s', (token, sentence) => {
	expect(read('6060', token)).toBe(sentence);
});

test('the value of an unknown flag is not repeated: it may be a secret', () => {
	expect(JSON.stringify(readArguments(['--password=hunter2']))).not.toContain('hunter2');
	expect(JSON.stringify(readArguments(['--bearer', 'hunter2']))).not.toContain('hunter2');
	expect(JSON.stringify(readArguments(['-uops:hunter2']))).not.toContain('hunter2');
});

test.each([
	[['--interval'], '--interval needs a value, as in --interval 2s.'],
	[['--interval='], '--interval needs a value, as in --interval 2s.'],
	[['--interval', ''], '--interval needs a value, as in --interval 2s.'],
	[['--interval', '--json'], '--interval needs a value, as in --interval 2s.'],
	[['--interval', '--', '6060'], '--interval needs a value, as in --interval 2s.'],
	[['--ca', 'x', '--ca'], '--ca needs a value, as in --ca FILE.'],
	[['--header', '', '6060'], "--header needs a value, as in --header 'NAME: VALUE'."],
])('%j', (argv, sentence) => {
	expect(read(...argv)).toBe(sentence);
});

test('no command line throws', () => {
	const names = flags.map(flag => `--${flag.name}`);
	const token = fc.oneof(
		fc.string({unit: 'binary'}),
		fc.constantFrom(...names, '--', '-', '--=', '-=', '--no-', 'true'),
	);
	fc.assert(
		fc.property(fc.array(token, {maxLength: 6}), argv => {
			expect(['arguments', 'problem']).toContain(readArguments(argv).kind);
		}),
		{numRuns: 500},
	);
});
