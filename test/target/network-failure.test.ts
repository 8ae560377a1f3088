import {expect, test} from 'vitest';
import {errorCode, networkFailure} from '../../source/target/network-failure.ts';
import type {Place} from '../../source/target/place.ts';

/** What no server on this machine can bring about; the rest is in http-target.*.test.ts, with real connections. */
const place: Place = {
	shown: 'app:6060',
	scheme: 'http',
	host: 'app',
	basePath: '/debug/pprof/',
	socketPath: undefined,
	proxy: undefined,
	credentials: undefined,
	hasClientCertificate: false,
	hasOwnAuthorities: false,
	connectTimeoutMilliseconds: 5000,
};
const error = (code: string, message = ''): Error => Object.assign(new Error(message), {code});
const told = (failure: unknown, changes: Partial<Place> = {}): string => {
	const {kind, sentence} = networkFailure(failure, {...place, ...changes});
	return `${kind}: ${sentence}`;
};

test.each([
	[
		'EHOSTUNREACH',
		'unreachable: There is no way to app:6060 from here (EHOSTUNREACH): check network and VPN.',
	],
	['EAI_AGAIN', 'dns: The host name app cannot be looked up now (EAI_AGAIN): check the network.'],
	[
		'ETIMEDOUT',
		'timed-out: No connection to app:6060 within 5 s: is the host right, and is a firewall in between?',
	],
	[
		'CERT_NOT_YET_VALID',
		'tls: The certificate of app:6060 is not valid yet: check the clock of this machine, or go on with --insecure.',
	],
	['CERT_REVOKED', 'tls: The certificate of app:6060 has been revoked.'],
	['ERR_SSL_NO_CIPHERS', 'tls: The TLS handshake with app:6060 failed (ERR_SSL_NO_CIPHERS).'],
	['ESOMETHING', 'unreachable: The request to app:6060 failed (ESOMETHING).'],
])('%s', (code, expected) => {
	expect(told(error(code))).toBe(expected);
});

test.each([
	[
		'ECONNREFUSED',
		'refused: Nothing listens at app:6060 any more: did the process end or restart, or the tunnel to it?',
	],
	[
		'ECONNRESET',
		'reset: app:6060 closed the connection without an answer: did it crash or restart, or did what is in between (a proxy, a tunnel)?',
	],
	[
		'ETIMEDOUT',
		'timed-out: No connection to app:6060 within 5 s: it answered before, so is the network or the VPN down, or its machine?',
	],
	[
		'ENOTFOUND',
		'dns: The host name app is not known any more: did the VPN or the network change, or was it removed?',
	],
	[
		'ERR_SSL_WRONG_VERSION_NUMBER',
		'tls: app:6060 does not speak TLS any more: has another program taken the port?',
	],
])('%s of a target that has answered before is no mistake in its address', (code, expected) => {
	expect(told(error(code), {hasAnswered: true})).toBe(expected);
});

test('a socket that was there before', () => {
	const socket = {shown: 'unix:/run/app.sock', socketPath: '/run/app.sock', hasAnswered: true};
	expect(told(error('ENOENT'), socket)).toBe(
		'refused: There is no socket unix:/run/app.sock any more: did the process end, or is it restarting?',
	);
});

test('names in a hostile certificate are made harmless and short', () => {
	const names = `DNS:evil\u001b]0;x\u0007, DNS:altnames: DNS:${'x'.repeat(100)}`;
	const message = `Hostname/IP does not match certificate's altnames: Host: app. is not in the cert's altnames: ${names}`;
	expect(told(error('ERR_TLS_CERT_ALTNAME_INVALID', message))).toMatch(
		/^tls: The certificate of app:6060 is for [^\p{Cc}]{1,50}: use that name/u,
	);
	const nameless = error('ERR_TLS_CERT_ALTNAME_INVALID', 'Cert does not contain a DNS name');
	expect(told(nameless)).toContain('is for another host: use that name');
});

test('sockets of others, and leftovers of processes', () => {
	const socket = {shown: 'unix:/run/app.sock', socketPath: '/run/app.sock'};
	expect(told(error('EACCES'), socket)).toBe(
		'unreachable: No permission to open unix:/run/app.sock: run goroutop as its owner or in its group.',
	);
	expect(told(error('ECONNREFUSED'), socket)).toBe(
		'refused: Nobody listens on unix:/run/app.sock any more: the file is a leftover; is the process up?',
	);
});

test('of several refused addresses the first tells; what is no error at all is still a failure', () => {
	expect(errorCode(new AggregateError([error('ECONNREFUSED'), error('ENETUNREACH')]))).toBe('ECONNREFUSED');
	expect(told('thrown text')).toBe('unreachable: The request to app:6060 failed (no reason given).');
});
