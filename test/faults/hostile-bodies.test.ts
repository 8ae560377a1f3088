import {brotliCompressSync, deflateSync, gzipSync} from 'node:zlib';
import {describe, expect, test} from 'vitest';
import type {Exchange} from './fault-target.ts';
import {beginLife, instead, type Trouble} from './life.ts';

const life = beginLife();

const isIndex = (path: string) => path === '/debug/pprof/';
const is = (name: string) => (path: string) => path === `/debug/pprof/${name}`;
const html = 'text/html; charset=utf-8';
const binary = 'application/octet-stream';
const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
const mebibyte = 1024 * 1024;
/** What the sockets between the two may hold. */
const onTheWay = 12 * mebibyte;
const recoversWithinSeconds = 31;

const pouring = (first: string, then: string) => {
	return ({socket, pour}: Exchange) => {
		socket.write(first);
		pour(then.repeat(10_000));
	};
};
const endless = pouring('HTTP/1.1 200 OK\r\n\r\n', 'go_goroutines 1\n');
const encoded = (encoding: string, encode: (body: Uint8Array) => Uint8Array) => {
	return ({answer, good}: Exchange) =>
		answer({body: encode(good.body), headers: [`Content-Encoding: ${encoding}`]});
};
const asItIs = (body: Uint8Array) => body;
const bomb = gzipSync(Buffer.alloc(200 * mebibyte));
const nestedBomb = gzipSync(bomb);

const large = (how = '') =>
	`too-large: The index of HOST:PORT is larger than 1.0 MiB${how}; goroutop reads no more than that.`;
const compressed = (encoding: string) =>
	`not-gzip: The index of HOST:PORT is compressed as "${encoding}", which was not asked for: a proxy does that on the way.`;

const ofTheIndex: Readonly<Record<string, Trouble>> = {
	'50 MB, as it says': {
		onRequest: pouring('HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n', '<td>1</td>'),
		said: large(),
		takesBytes: onTheWay,
	},
	'50 MB, and in chunks': {
		onRequest: pouring(chunked, `a\r\n<td>1</td>\r\n`),
		said: large(),
		takesBytes: onTheWay,
	},
	'without end': {onRequest: endless, said: large(), takesBytes: onTheWay},
	'without end, in chunks of one byte': {
		onRequest: pouring(chunked, '1\r\nx\r\n'),
		said: large(),
		takesBytes: onTheWay + 6 * mebibyte,
	},
	'a chunk extension without end': {
		onRequest: pouring(`${chunked}5;x=`, 'x'),
		said: 'timed-out: HOST:PORT began to answer but was not done after 333 ms; --timeout allows longer.',
		stalls: true,
		recoversWithinSeconds: 16,
	},
	'200 MB of zeros in 200 KB': {onRequest: instead(html, bomb), said: large(' when inflated')},
	'the same, packed twice': {
		onRequest: ({answer}) => answer({body: nestedBomb, headers: ['Content-Encoding: gzip']}),
		said: large(' when inflated'),
	},
	'said to be brotli, and is': {onRequest: encoded('br', brotliCompressSync), said: compressed('br')},
	'said to be brotli, and is not': {onRequest: encoded('br', asItIs), said: compressed('br')},
	'said to be deflate': {onRequest: encoded('deflate', deflateSync), said: compressed('deflate')},
	'said to be gzip, and is not': {
		onRequest: encoded('gzip', asItIs),
		said: 'not-gzip: The index of HOST:PORT is damaged: its gzip data cannot be inflated. Is a proxy changing it on the way?',
	},
	'in an encoding named by a hostile proxy': {
		onRequest: encoded('\u009b31m\u202egnp', asItIs),
		said: compressed('â 31mâ ®gnp'),
	},
	'in gzip, without a word': {
		onRequest: ({answer, good}) => answer({body: gzipSync(good.body)}),
		said: undefined,
	},
};

const reply = 'The reply to goroutine from HOST:PORT';
const ofGoroutines: Readonly<Record<string, Trouble & {readonly saidOf: Readonly<Record<string, string>>}>> =
	{
		'without end': {
			onRequest: endless,
			said: undefined,
			saidOf: {goroutine: `too-large: ${reply} is larger than 64 MiB; goroutop reads no more than that.`},
			takesBytes: 64 * mebibyte + onTheWay,
		},
		'200 MB of zeros in 200 KB': {
			onRequest: instead(binary, bomb),
			said: undefined,
			saidOf: {
				goroutine: `too-large: ${reply} is larger than 64 MiB when inflated; goroutop reads no more than that.`,
			},
		},
	};

describe('the index', () => {
	test.each(Object.entries(ofTheIndex))('%s', (_name, trouble) =>
		life.suffer({...trouble, concerns: isIndex}),
	);
});

describe('the goroutine profile', () => {
	test.each(Object.entries(ofGoroutines))('%s', (_name, trouble) =>
		life.suffer({...trouble, concerns: is('goroutine'), recoversWithinSeconds}),
	);
});

test('metrics without end are given up in silence: most programs have none', async () => {
	const version = life.watched().report().target.goVersion;
	await life.suffer({
		onRequest: endless,
		concerns: path => path === '/metrics',
		said: undefined,
		takesBytes: 16 * mebibyte + onTheWay,
	});
	expect(life.watched().report().target.goVersion).toBe(version);
});

test('a dump without end that somebody asked for is said to be none', async () => {
	life.watched().press('d', 'd');
	const sentence =
		'The reply to goroutine from HOST:PORT is larger than 65 MiB; goroutop reads no more than that.';
	await life.suffer({
		onRequest: endless,
		concerns: is('goroutine?debug=2'),
		said: undefined,
		saidOf: {dump: `too-large: ${sentence}`},
		lastsSeconds: 5,
		takesBytes: 65 * mebibyte + onTheWay,
		end: () => {
			expect(life.anonymous(life.watched().screen())).toContain(` no dump: ${sentence}`);
			// Nobody asks for it again by itself.
			life.server().heal();
			life.watched().press('d', 'd');
		},
	});
});
