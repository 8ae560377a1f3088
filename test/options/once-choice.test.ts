import {expect, test} from 'vitest';
import {options, problemOf, sentence} from './parsing.ts';

test('files are judged in the order in which they are named', async () => {
	expect(await options('check --once a.pb.gz --once ~/b.pb.gz --json --only stuck-send')).toMatchObject({
		kind: 'once',
		files: ['a.pb.gz', '/home/eve/b.pb.gz'],
		json: true,
		detectors: {only: ['stuck-send']},
	});
});

test.each(['check --once -', 'check --once=-', '--once - check'])('standard input: %s', async line => {
	expect(await options(line)).toMatchObject({kind: 'once', files: ['-'], json: false});
});

test('a dash elsewhere is no value', async () => {
	expect(await options('check --once a.txt --once - --json')).toMatchObject({
		files: ['a.txt', '-'],
		json: true,
	});
	expect(await sentence('check -')).toContain('-');
});

test('a target of the environment and a config file for targets do not stand in the way', async () => {
	const surroundings = {environment: {GOROUTOP_TARGET: '6060', GOROUTOP_USER: 'eve'}, toml: 'timeout = "3s"'};
	expect(await options('check --once a.txt', surroundings)).toMatchObject({kind: 'once', files: ['a.txt']});
});

test.each([
	['--once a.txt', '--once is for goroutop check.'],
	['watch --once a.txt', '--once is for goroutop check.'],
	['demo --once a.txt', '--once is for goroutop check.'],
	['check 6060 --once a.txt', '--once judges files and no target, but there is "6060" too.'],
	['check --once a.txt b.txt', '--once judges files and no target, but there is "b.txt" too.'],
	['check --once a.txt --insecure', '--insecure is for a target, but --once judges a file.'],
	['check --once a.txt --for 10s', '--for is for a target, but --once judges a file.'],
	['check --once a.txt --leak-profile', '--leak-profile is for a target, but --once judges a file.'],
	['check --once a.txt --plain', '--plain is for a target, but --once judges a file.'],
	['check --once - --once -', 'Standard input can be read once only.'],
	['check --once', '--once needs a value, as in --once FILE.'],
	['check --once=', '--once needs a value, as in --once FILE.'],
])('%s', async (line, expected) => {
	expect(await sentence(line)).toBe(expected);
});

test('it cannot be set for all calls', async () => {
	expect(await sentence('check 6060', {environment: {GOROUTOP_ONCE: 'a.txt'}})).toContain('GOROUTOP_ONCE');
	expect(await sentence('check 6060', {toml: 'once = ["a.txt"]'})).toContain('Unknown key once');
});

test('no secret of a target is repeated', async () => {
	const {sentence: said} = await problemOf('check https://eve:hunter2@app.example --once a.txt');
	expect(said).not.toContain('hunter2');
});
