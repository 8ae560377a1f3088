import {expect, test} from 'vitest';
import {options, sentence} from './parsing.ts';

test.each([
	['', 'when needed', 1000],
	['--dump', 'regularly', 10_000],
	['--no-dump', 'on request', 1000],
	['--dump-limit 300', 'when needed', 300],
	['--dump --dump-limit 50,000', 'regularly', 50_000],
])('%s', async (line, dump, dumpLimitGoroutines) => {
	for (const command of ['', 'check']) {
		expect(await options(`${command} 6060 ${line}`)).toMatchObject({
			errands: {dump, leaks: 'on request'},
			dumpLimitGoroutines,
		});
	}
});

test('leak profiles are taken regularly when allowed', async () => {
	expect((await options('6060 --leak-profile')).errands.leaks).toBe('regularly');
	expect((await options('6060 --no-leak-profile', {toml: 'leak-profile = true'})).errands.leaks).toBe(
		'on request',
	);
});

test('the same from the config file and from variables, the flag first', async () => {
	const surroundings = {
		toml: 'dump = true\ndump-limit = 2000',
		environment: {GOROUTOP_LEAK_PROFILE: '1', GOROUTOP_DUMP_LIMIT: '3000'},
	};
	expect(await options('check 6060', surroundings)).toMatchObject({
		errands: {dump: 'regularly', leaks: 'regularly'},
		dumpLimitGoroutines: 3000,
	});
	expect(await options('6060 --no-dump', surroundings)).toMatchObject({errands: {dump: 'on request'}});
});

test.each([
	['--dump-limit 0', '--dump-limit: "0" is too little: at least 1.'],
	['--dump-limit 2000000', '--dump-limit: "2000000" is too much: at most 1,000,000.'],
	['--dump-limit 1k', '--dump-limit: "1k" is not a whole number: write 5000.'],
	['--dump-limit', '--dump-limit needs a value, as in --dump-limit N.'],
])('%s', async (line, expected) => {
	expect(await sentence(`6060 ${line}`)).toBe(expected);
});

test('the demo has nothing to dump', async () => {
	expect(await sentence('demo --dump')).toBe(
		'--dump is not for goroutop demo, but for goroutop 6060 and goroutop check 6060.',
	);
});
