import {describe, test} from 'vitest';
import type {Exchange} from './fault-target.ts';
import {beginLife, type Trouble} from './life.ts';

const life = beginLife();

const line = 'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n';
const early = 'HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n';
const pouring = (first: string, then: string) => {
	return ({socket, pour}: Exchange) => {
		socket.write(first);
		pour(then.repeat(1000));
	};
};
const writing = (bytes: string) => {
	return ({socket}: Exchange) => socket.write(bytes);
};

const silent =
	'timed-out: HOST:PORT sent no answer within 333 ms: it is overloaded or stuck; --timeout allows longer.';
const unruly = (how: string) =>
	`not-pprof: HOST:PORT breaks the rules of HTTP (${how}): is a proxy in between broken?`;
const unasked = unruly('an answer that nobody asked for');
const twoLengths = unruly('lengths that contradict each other');
const manyHeaders = 'not-pprof: HOST:PORT answered with more headers than any Go pprof server sends.';
const recoversWithinSeconds = 16;

const headers: Readonly<Record<string, Trouble>> = {
	'a header of 100 KB': {onRequest: writing(`${line}X: ${'x'.repeat(100_000)}\r\n\r\n`), said: manyHeaders},
	'headers without end': {onRequest: pouring(line, `X-A: ${'a'.repeat(40)}\r\n`), said: manyHeaders},
	'one header without end': {onRequest: pouring(`${line}X: `, 'x'), said: manyHeaders},
	'a status line without end': {
		onRequest: pouring('HTTP/1.1 200 ', 'x'),
		said: silent,
		stalls: true,
		recoversWithinSeconds,
	},
	'trailers without end': {
		onRequest: pouring(`${line}Transfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n0\r\n`, 'X-T: aaaaaaaaaa\r\n'),
		said: 'truncated: The index of HOST:PORT broke off after 5 B: a restart, or a WriteTimeout of the server that is too short.',
	},
	'a flood of 100': {onRequest: pouring('', 'HTTP/1.1 100 Continue\r\n\r\n'), said: unasked},
	'a flood of 103': {onRequest: pouring('', early), said: silent, stalls: true, recoversWithinSeconds},
	'a 101 that nobody asked for': {
		onRequest: writing('HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'),
		said: unasked,
	},
	'a length and chunks at once': {
		onRequest: writing(`${line}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n`),
		said: twoLengths,
	},
	'two lengths': {
		onRequest: writing(`${line}Content-Length: 5\r\nContent-Length: 7\r\n\r\n12345`),
		said: twoLengths,
	},
	'early hints, and then an answer': {
		onRequest: ({socket, answer}) => {
			socket.write(early);
			answer();
		},
		said: undefined,
	},
};

const redirect = (location: string, status = 302) => {
	return writing(`HTTP/1.1 ${status} Found\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`);
};
const elsewhere = (where: string) =>
	`redirected-away: HOST:PORT redirects to ${where}: goroutop does not follow it there; if it is a login, give credentials.`;

const redirects: Readonly<Record<string, Trouble>> = {
	'to another host': {
		onRequest: redirect('http://evil.example/debug/pprof/?steal=1'),
		said: elsewhere('evil.example'),
	},
	'to another scheme': {
		onRequest: redirect('https://127.0.0.1:1/debug/pprof/', 301),
		said: 'redirected-away: HOST:PORT redirects to https://127.0.0.1:1: if that is the one you mean, give it as the address.',
	},
	'to a host with bytes for the terminal': {
		onRequest: redirect('http://evil.example/%1b]0;owned%07', 308),
		said: elsewhere('evil.example'),
	},
	'to a file': {
		onRequest: redirect('file:///etc/passwd'),
		said: 'server-error: HOST:PORT answered 302, a redirect to nowhere.',
	},
	'to itself': {
		onRequest: redirect('/debug/pprof/'),
		said: 'redirect-loop: HOST:PORT redirects in circles: a login in between? Give it credentials, or another address.',
	},
};

const afterwards: Readonly<Record<string, Trouble>> = {
	'another answer behind each': {
		onRequest: ({socket, answer}) => {
			answer();
			socket.write('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nowned');
		},
		said: undefined,
	},
	'noise behind each': {
		onRequest: ({socket, answer}) => {
			answer();
			socket.write('\u001b]0;owned\u0007\r\n\r\n');
		},
		said: undefined,
	},
	'more of a body than its length': {
		onRequest: ({socket, good}) => {
			const {contentType, body} = good;
			socket.write(
				`HTTP/1.1 200 OK\r\nContent-Type: ${contentType}\r\nContent-Length: ${body.length}\r\n\r\n`,
			);
			socket.write(body);
			socket.write(body);
		},
		said: undefined,
	},
};

describe('headers', () => {
	test.each(Object.entries(headers))('%s', (_name, trouble) => life.suffer(trouble));
});

describe('redirects', () => {
	test.each(Object.entries(redirects))('%s', (_name, trouble) => life.suffer(trouble));
});

describe('what nobody asked for passes for no answer', () => {
	test.each(Object.entries(afterwards))('%s', (_name, trouble) =>
		life.suffer({...trouble, lastsSeconds: 60}),
	);

	test.each(Object.entries(afterwards))('%s, of a profile', (_name, trouble) =>
		life.suffer({...trouble, concerns: path => path !== '/debug/pprof/', lastsSeconds: 60}),
	);
});
