import {describe, test} from 'vitest';
import type {Exchange} from './fault-target.ts';
import {beginLife, instead, type Trouble} from './life.ts';

const life = beginLife();

const isIndex = (path: string) => path === '/debug/pprof/';
const html = 'text/html; charset=utf-8';
const json = 'application/json';
const part = ({good}: Exchange, share: number) => good.body.subarray(0, good.body.length * share);
const page = (title: string) =>
	Buffer.from(`<html><head><title>${title}</title></head><body>Oops</body></html>`);
const notTheIndex = (what: string) =>
	`not-pprof: HOST:PORT is ${what}, not the index page of pprof: has a login, a proxy or another program come in between?`;
const brokenOff = (length: string) =>
	`truncated: The index of HOST:PORT broke off after ${length}: a restart, or a WriteTimeout of the server that is too short.`;
const wrongLengths: Readonly<Record<string, Trouble>> = {
	'no body at all': {onRequest: instead(html, ''), said: notTheIndex('empty')},
	'a body shorter than its length': {
		onRequest: all => all.socket.end(`HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n${'x'.repeat(1000)}`),
		said: brokenOff('1.0 KiB'),
	},
	'a tenth of the index, as if it were all': {
		onRequest: all => all.answer({body: part(all, 0.1)}),
		concerns: isIndex,
		said: notTheIndex('an HTML page titled “/debug/pprof/”'),
	},
	// Its table lists goroutines before heap and mutex: what is missing has not fallen to nothing.
	'the first rows of the index, as if they were all': {
		onRequest: all =>
			all.answer({body: all.good.body.subarray(0, String(all.good.body).indexOf("'heap?debug"))}),
		concerns: isIndex,
		said: undefined,
	},
};

const wrongTypes: Readonly<Record<string, Trouble>> = {
	'a login page': {
		onRequest: instead(html, page('Sign in')),
		said: notTheIndex('an HTML page titled “Sign in”'),
	},
	JSON: {
		onRequest: instead(json, '{"error":"no route"}'),
		said: notTheIndex('JSON that begins with “{"error":"no route"}”'),
	},
	'the index as application/json': {onRequest: ({answer}) => answer({contentType: json}), said: undefined},
	'the index without a type': {
		onRequest: ({socket, good}) => {
			socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${good.body.length}\r\n\r\n`);
			socket.write(good.body);
		},
		said: undefined,
	},
};

const byProxy = 'A proxy in front of the process gets no answer from it.';
const proxies: Readonly<Record<string, Trouble>> = {
	'HTTP/1.0 without a length': {
		onRequest: ({socket, good}) => {
			socket.write(`HTTP/1.0 200 OK\r\nContent-Type: ${good.contentType}\r\n\r\n`);
			socket.end(good.body);
		},
		said: undefined,
	},
	'a bad gateway': {
		onRequest: instead(html, page('502 Bad Gateway'), 502),
		said: `server-error: HOST:PORT answered 502: 502 Bad Gateway. ${byProxy}`,
	},
	'a gateway timeout': {
		onRequest: instead('text/plain', 'stream timeout', 504),
		said: `server-error: HOST:PORT answered 504: stream timeout. ${byProxy}`,
	},
	'no healthy upstream': {
		onRequest: instead('text/plain', 'no healthy upstream', 503),
		said: 'server-error: HOST:PORT answered 503: no healthy upstream.',
	},
	'not found': {
		onRequest: instead('text/plain', '404 page not found\n', 404),
		said: 'not-found: HOST:PORT serves no pprof any more (404): has another program taken its place, or a proxy?',
	},
	'an authorization that has run out': {
		onRequest: ({answer}) => answer({status: 401, headers: ['WWW-Authenticate: Bearer']}),
		said: 'unauthorized: HOST:PORT wants to know who asks (401): give --bearer-file FILE.',
	},
	'no content': {
		onRequest: ({socket}) => socket.write('HTTP/1.1 204 No Content\r\n\r\n'),
		said: 'server-error: HOST:PORT answered 204 where a pprof server answers 200: is something else at this address?',
	},
	'a part': {
		onRequest: all => all.answer({status: 206, body: part(all, 0.5)}),
		said: 'server-error: HOST:PORT answered 206 where a pprof server answers 200: is something else at this address?',
	},
	'a panic with binary noise': {
		onRequest: instead('text/plain', Buffer.from([0x80, 0xff, 0x1b, 0x5b, 0x41, 0x0d]), 500),
		said: 'server-error: HOST:PORT answered 500.',
	},
};

const retryAfter = (status: number, value: string) => {
	return ({answer}: Exchange) => answer({status, body: Buffer.from(''), headers: [`Retry-After: ${value}`]});
};

describe('wrong lengths', () => {
	test.each(Object.entries(wrongLengths))('%s', (_name, trouble) => life.suffer(trouble));
});

describe('wrong types', () => {
	test.each(Object.entries(wrongTypes))('%s', (_name, trouble) => life.suffer(trouble));
});

describe('proxies', () => {
	test.each(Object.entries(proxies))('%s', (_name, trouble) => life.suffer(trouble));
});

describe('who asks for patience gets it', () => {
	test.each([
		['429 for 30 s', 429, '30', '30 s of patience', 30],
		['503 for 45 s', 503, '45', '45 s of patience', 45],
		['503 until a date', 503, 'Sat, 21 Nov 2099 13:05:00 GMT', '10 min of patience or more', 600],
		['429 for a day, which nobody waits', 429, '86400', '10 min of patience or more', 600],
		['429 for ever', 429, '9'.repeat(30), '10 min of patience or more', 600],
	])('%s', async (_name, status, value, said, seconds) => {
		const asked = life.server().asked.length;
		await life.suffer({
			onRequest: retryAfter(status, value),
			said: `busy: HOST:PORT answered ${status} and asks for ${said}.`,
			// The first answer may be to a profile: then the heartbeat finds out after another two seconds.
			lastsSeconds: seconds - 5,
			recoversWithinSeconds: 10,
			end: ({asked: all}) => {
				// Once each for those that were on their way, and never again before the time.
				const again = all.slice(asked).filter(path => path === '/debug/pprof/');
				if (again.length !== 1) {
					throw new Error(`asked ${again.length} times: ${all.slice(asked).join(' ')}`);
				}
			},
		});
	});

	test('a time in the past, and what is no time at all, is no patience', async () => {
		const said = 'busy: HOST:PORT answered 429 and asks for 0 s of patience.';
		await life.suffer({onRequest: retryAfter(429, 'Sat, 21 Nov 2009 13:05:00 GMT'), said});
		await life.suffer({onRequest: retryAfter(429, 'soon'), said: 'busy: HOST:PORT answered 429.'});
		await life.suffer({
			onRequest: retryAfter(503, '-5'),
			said: 'busy: HOST:PORT answered 503 and asks for 0 s of patience.',
		});
	});
});
