import {expect, test} from 'vitest';
import {connection, options, problemOf, sentence} from './parsing.ts';

const read = (environment: Record<string, string>) => options('6060', {environment});

test('every setting has a variable', async () => {
	const environment = {
		GOROUTOP_INTERVAL: '5s',
		GOROUTOP_OWN_CODE: '1',
		GOROUTOP_BELL: 'yes',
		GOROUTOP_ASCII: 'off',
		GOROUTOP_ONLY: 'gc-pause,stale',
		GOROUTOP_SET: 'stale.missedIntervals=5,gc-pause.holdReadings=2',
		HOME: '/root',
	};
	expect(await read(environment)).toMatchObject({
		intervalMilliseconds: 5000,
		appearance: {ownCodeOnly: true, bell: true, ascii: false},
		detectors: {
			only: ['gc-pause', 'stale'],
			thresholds: {stale: {missedIntervals: 5}, 'gc-pause': {holdReadings: 2}},
		},
	});
});

test('one header, or one authority, per line', async () => {
	const environment = {GOROUTOP_HEADER: 'A: 1, 2\nB: 3\n', GOROUTOP_CA: '/a b.pem\n/c.pem'};
	expect(await connection('6060', {environment})).toMatchObject({
		headers: [
			{name: 'A', value: '1, 2'},
			{name: 'B', value: '3'},
		],
		caFiles: ['/a b.pem', '/c.pem'],
	});
});

test('an empty variable counts as not set', async () => {
	expect((await read({GOROUTOP_INTERVAL: '', GOROUTOP_TARGET: ''})).intervalMilliseconds).toBe(2000);
});

test('GOROUTOP_TARGET names the target, unless the command line does', async () => {
	const environment = {GOROUTOP_TARGET: 'checkout:6060'};
	expect((await connection('', {environment})).address.shown).toBe('checkout:6060');
	expect((await connection('check', {environment})).address.shown).toBe('checkout:6060');
	expect((await connection('7070', {environment})).address.shown).toBe('localhost:7070');
	expect((await options('demo', {environment})).kind).toBe('demo');
});

test.each([
	[
		{GOROUTOP_INTERVALL: '2s'},
		'Unknown variable GOROUTOP_INTERVALL in the environment: did you mean GOROUTOP_INTERVAL?',
	],
	[
		{GOROUTOP_TARGT: '6060'},
		'Unknown variable GOROUTOP_TARGT in the environment: did you mean GOROUTOP_TARGET?',
	],
	[{GOROUTOP_VERSION: '1'}, 'Unknown variable GOROUTOP_VERSION in the environment.'],
	[
		{GOROUTOP_INTERVAL: '2'},
		'GOROUTOP_INTERVAL: "2" has no unit: write 2s for seconds or 2ms for milliseconds.',
	],
	[{GOROUTOP_BELL: 'maybe'}, 'GOROUTOP_BELL is a switch, but "maybe" is neither true nor false.'],
])('%j', async (environment, expected) => {
	expect(await sentence('6060', {environment})).toBe(expected);
});

test('a mistake in GOROUTOP_TARGET names it', async () => {
	expect(await sentence('', {environment: {GOROUTOP_TARGET: 'checkout'}})).toMatch(
		/^GOROUTOP_TARGET: "checkout" has no port/,
	);
});

test('a value is not repeated where the variable is unknown', async () => {
	const problem = await problemOf('6060', {environment: {GOROUTOP_TOKEN: 'hunter2'}});
	expect(JSON.stringify(problem)).not.toContain('hunter2');
});
