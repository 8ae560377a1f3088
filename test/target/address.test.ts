import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {parseTargetAddress} from '../../source/target/address.ts';

const understood = (text: string) => {
	const parsed = parseTargetAddress(text);
	if (!parsed.ok) {
		throw new Error(parsed.sentence);
	}
	const {shown, origin, basePath, socketPath} = parsed.address;
	return `${shown} = ${socketPath ?? origin} ${basePath}`;
};

const sentence = (text: string): string => {
	const parsed = parseTargetAddress(text);
	return parsed.ok ? `understood: ${parsed.address.shown}` : parsed.sentence;
};

describe('what is understood', () => {
	test.each([
		['6060', 'localhost:6060 = http://127.0.0.1:6060 /debug/pprof/'],
		[' :6060 ', 'localhost:6060 = http://127.0.0.1:6060 /debug/pprof/'],
		[':6060/app', 'localhost:6060/app = http://127.0.0.1:6060 /app/debug/pprof/'],
		['localhost:6060', 'localhost:6060 = http://localhost:6060 /debug/pprof/'],
		['10.2.3.4:6060', '10.2.3.4:6060 = http://10.2.3.4:6060 /debug/pprof/'],
		['checkout.prod:6060/debug/pprof', 'checkout.prod:6060 = http://checkout.prod:6060 /debug/pprof/'],
		['[::1]:6060', '[::1]:6060 = http://[::1]:6060 /debug/pprof/'],
		['[fe80::1]:6060/', '[fe80::1]:6060 = http://[fe80::1]:6060 /debug/pprof/'],
		['http://host', 'host:80 = http://host /debug/pprof/'],
		['HTTP://Host:8080/', 'host:8080 = http://host:8080 /debug/pprof/'],
		['https://host', 'https://host = https://host /debug/pprof/'],
		['https://host:8443/app/', 'https://host:8443/app = https://host:8443 /app/debug/pprof/'],
		['http://[::1]/x', '[::1]:80/x = http://[::1] /x/debug/pprof/'],
		['unix:/run/app.sock', 'unix:/run/app.sock = /run/app.sock /debug/pprof/'],
		['unix:///run/app.sock', 'unix:/run/app.sock = /run/app.sock /debug/pprof/'],
		['unix:app.sock', 'unix:app.sock = app.sock /debug/pprof/'],
		['unix:/run/app.sock:/admin', 'unix:/run/app.sock:/admin = /run/app.sock /admin/debug/pprof/'],
		['unix:/run/app.sock:/debug/pprof/heap', 'unix:/run/app.sock = /run/app.sock /debug/pprof/'],
	])('%s', (text, expected) => {
		expect(understood(text)).toBe(expected);
	});

	test('an address pasted from a browser or from go tool pprof', () => {
		expect(understood('http://host:6060/debug/pprof/goroutine?debug=2')).toBe(
			'host:6060 = http://host:6060 /debug/pprof/',
		);
		expect(understood('localhost:6060/debug/pprof/profile?seconds=30')).toBe(
			'localhost:6060 = http://localhost:6060 /debug/pprof/',
		);
	});

	test('the address a Go program prints when it listens on every interface means this machine', () => {
		expect(understood('0.0.0.0:6060')).toBe('localhost:6060 = http://127.0.0.1:6060 /debug/pprof/');
		expect(understood('[::]:6060')).toBe('[::1]:6060 = http://[::1]:6060 /debug/pprof/');
	});

	test('name and password of the URL are kept apart and never shown', () => {
		const parsed = parseTargetAddress('https://ops:p%40ss:w%C3%B6rd@host:8443/app');
		expect(parsed).toMatchObject({
			ok: true,
			address: {
				shown: 'https://host:8443/app',
				origin: 'https://host:8443',
				credentials: {user: 'ops', password: 'p@ss:wörd'},
			},
		});
		expect(parseTargetAddress('ops:100%@host:6060')).toMatchObject({
			address: {shown: 'host:6060', credentials: {user: 'ops', password: '100%'}},
		});
	});
});

describe('mistakes', () => {
	test.each([
		['', 'No target given: write 6060, host:6060, https://host/prefix or unix:/path.sock.'],
		['host', '"host" has no port: write host:6060, or http://host for port 80.'],
		['host/app', '"host/app" has no port: write host:6060, or http://host for port 80.'],
		['70000', '"70000" in "70000" is not a port: ports are numbers from 1 to 65535.'],
		['host:0', '"0" in "host:0" is not a port: ports are numbers from 1 to 65535.'],
		['host:http', '"http" in "host:http" is not a port: ports are numbers from 1 to 65535.'],
		['::1:6060', '"::1:6060" looks like an IPv6 address: put it in brackets, as in [::1]:6060.'],
		['ftp://host', 'goroutop cannot speak ftp://: write http://, https:// or unix:/path.sock.'],
		[
			'http:host:6060',
			'"http:host:6060" begins with http: but lacks the two slashes: write http://host:6060.',
		],
		['https:/host', '"https:/host" begins with https: but lacks the two slashes: write https://host:6060.'],
		['/run/app.sock', '"/run/app.sock" has no host or port: for a socket write unix:/run/app.sock.'],
		['unix:', 'unix: needs the path of a socket behind it, as in unix:/run/app.sock.'],
		['unix:/run/', 'unix: needs the path of a socket behind it, as in unix:/run/app.sock.'],
		[
			`unix:/${'x'.repeat(120)}`,
			'The socket path is longer than 107 bytes, which no system can open: use a shorter link to it.',
		],
		[
			'host:60 60',
			'"host:60 60" has spaces or invisible characters in it: write 6060, host:6060, https://host/prefix or unix:/path.sock.',
		],
		[
			'http://',
			'"http://" is not an address: write 6060, host:6060, https://host/prefix or unix:/path.sock.',
		],
		[
			'http://host/?token=abc',
			'The query "token" of the address would get lost: if it is a credential, use --header or --bearer-file.',
		],
		[
			'http://host/?abc',
			'The query of the address would get lost: if it is a credential, use --header or --bearer-file.',
		],
		[
			'ops:hunt/er2@host:6060',
			'A name or password in "host:6060" holds / ? or #: write %2F %3F or %23 for it, or use --user.',
		],
	])('%s', (text, expected) => {
		expect(sentence(text)).toBe(expected);
	});

	test.each([
		'http://ops:hunter2@host:99999',
		'ops:hunter2@host',
		'ops:hunter2@',
		'http://ops:hunter2@ho st',
		'ftp://ops:hunter2@host',
		'ops:hunter2#x@host:6060',
		'http://ops:hunter2?x@ho st',
		'http://host/?hunter2',
		'http://ho st/?token=x@hunter2',
	])('no password in the sentence about %s', text => {
		expect(parseTargetAddress(text).ok).toBe(false);
		expect(sentence(text)).not.toContain('hunter2');
	});

	test('a socket whose path goes on like an address is no host', () => {
		expect(parseTargetAddress('unix:/a.sock://[x')).toMatchObject({
			ok: true,
			address: {origin: 'http://localhost', socketPath: '/a.sock'},
		});
	});

	test('whatever is written: an address with a proper base path, or one printable sentence', () => {
		const piece = fc.oneof(
			fc.constantFrom(
				'http',
				'https',
				'unix',
				':',
				'/',
				'//',
				'@',
				'[',
				']',
				'::1',
				'6060',
				'debug',
				'pprof',
				'?',
				'#',
				'%',
				'..',
			),
			fc.string({unit: 'binary', maxLength: 6}),
		);
		fc.assert(
			fc.property(fc.array(piece, {maxLength: 12}), pieces => {
				const parsed = parseTargetAddress(pieces.join(''));
				if (parsed.ok) {
					expect(parsed.address.basePath).toMatch(/^\/(.*\/)?pprof\/(.*\/)?$/);
					expect(parsed.address.shown).toMatch(/^[^\p{Cc}\p{Cf}]+$/u);
					expect(new URL(parsed.address.origin).origin).toBe(parsed.address.origin);
				} else {
					expect(parsed.sentence).toMatch(/^[^\p{Cc}\p{Cf}]{10,200}$/u);
				}
			}),
		);
	});
});
