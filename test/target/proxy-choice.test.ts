import {describe, expect, test} from 'vitest';
import {parseTargetAddress} from '../../source/target/address.ts';
import {chooseProxy, type Environment} from '../../source/target/proxy-choice.ts';

const choose = (target: string, environment: Environment): string => {
	const parsed = parseTargetAddress(target);
	if (!parsed.ok) {
		throw new Error(parsed.sentence);
	}
	const choice = chooseProxy(parsed.address, environment);
	if (!choice.ok) {
		return choice.sentence;
	}
	return choice.proxy === undefined ? 'direct' : `${choice.proxy.uri} (${choice.proxy.variable})`;
};

const both = {HTTP_PROXY: 'http://plain:3128', HTTPS_PROXY: 'http://secure:3128'};

test('by the scheme of the target, lower case first, empty counts as unset', () => {
	expect(choose('app:6060', both)).toBe('http://plain:3128 (HTTP_PROXY)');
	expect(choose('https://app', both)).toBe('http://secure:3128 (HTTPS_PROXY)');
	expect(choose('https://app', {HTTP_PROXY: 'http://plain:3128'})).toBe('direct');
	expect(choose('app:6060', {...both, http_proxy: 'http://lower:1'})).toBe('http://lower:1 (http_proxy)');
	expect(choose('app:6060', {...both, http_proxy: ''})).toBe('http://plain:3128 (HTTP_PROXY)');
	expect(choose('app:6060', {HTTP_PROXY: 'plain:3128'})).toBe('http://plain:3128 (HTTP_PROXY)');
	expect(choose('app:6060', {})).toBe('direct');
});

test.each([
	'6060',
	'localhost:6060',
	'127.8.9.1:6060',
	'[::1]:6060',
	'app.localhost:6060',
	'localhost.:6060',
	'[::ffff:127.0.0.1]:6060',
	'unix:/run/a.sock',
])('never for this machine: %s', target => {
	expect(choose(target, both)).toBe('direct');
});

describe('NO_PROXY', () => {
	test.each([
		['*', 'direct'],
		['app.corp.example', 'direct'],
		['APP.corp.example', 'direct'],
		['other, .corp.example', 'direct'],
		['corp.example', 'direct'],
		['*.corp.example', 'direct'],
		['app.corp.example:6060', 'direct'],
		['app.corp.example:6061', 'proxy'],
		['p.corp.example', 'proxy'],
		['*.app.corp.example', 'proxy'],
		['10.0.0.0/8', 'proxy'],
		['', 'proxy'],
		[' ,, ', 'proxy'],
		['.', 'proxy'],
	])('%s for a name: %s', (NO_PROXY, expected) => {
		const choice = choose('app.corp.example:6060', {...both, NO_PROXY});
		expect(choice === 'direct' ? 'direct' : 'proxy').toBe(expected);
	});

	test.each([
		['10.2.3.4:6060', '10.0.0.0/8', 'direct'],
		['10.2.3.4:6060', '10.3.0.0/16', 'proxy'],
		['10.2.3.4:6060', '10.0.0.0/99', 'proxy'],
		['10.2.3.4:6060', '10.2.3.4', 'direct'],
		['[fd00::7]:6060', 'fd00::/8', 'direct'],
		['[fd00::7]:6060', 'fd00::7', 'direct'],
		['[fd00::7]:6060', '[fd00::7]:6060', 'direct'],
		['[fd00::7]:6060', '[fd00::7]:1', 'proxy'],
	])('%s with %s: %s', (target, no_proxy, expected) => {
		expect(choose(target, {...both, no_proxy}) === 'direct' ? 'direct' : 'proxy').toBe(expected);
	});
});

test('an unusable proxy is a sentence without its password', () => {
	const remedy = 'is not the address of an HTTP proxy (http://host:port); NO_PROXY=app goes around it.';
	expect(choose('app:6060', {HTTP_PROXY: 'socks5://u:hunter2@p:1'})).toBe(`HTTP_PROXY ${remedy}`);
	expect(choose('app:6060', {http_proxy: 'http://'})).toBe(`http_proxy ${remedy}`);
	expect(choose('app:6060', {http_proxy: 'http://u:%zz@p:1'})).toBe(`http_proxy ${remedy}`);
});
