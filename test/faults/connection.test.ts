import {describe, test} from 'vitest';
import type {Exchange} from './fault-target.ts';
import {beginLife, type Trouble} from './life.ts';

const life = beginLife();

const dropped =
	'reset: HOST:PORT closed the connection without an answer: did it crash or restart, or did what is in between (a proxy, a tunnel)?';
const silent =
	'timed-out: HOST:PORT sent no answer within 333 ms: it is overloaded or stuck; --timeout allows longer.';
const unfinished =
	'timed-out: HOST:PORT began to answer but was not done after 333 ms; --timeout allows longer.';
const brokenOff = (length: string) =>
	`truncated: The index of HOST:PORT broke off after ${length}: a restart, or a WriteTimeout of the server that is too short.`;

const line = 'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n';
const head = ({good}: Exchange) => `${line}Content-Length: ${good.body.length}\r\n\r\n`;
const half = ({good}: Exchange) => good.body.subarray(0, good.body.length / 2);
/** Writes, and then does away with the connection once that is out. */
const last = ({socket}: Exchange, bytes: Uint8Array | string, how: 'reset' | 'close') =>
	socket.write(bytes, () => (how === 'reset' ? socket.resetAndDestroy() : socket.destroy()));
/** One byte of the good answer after the other, for ever too slowly. */
const drip = ({socket}: Exchange, bytes: Uint8Array) => {
	let next = 0;
	const timer = setInterval(() => {
		socket.write(bytes.subarray(next, next + 1));
		next++;
	}, 20);
	socket.on('close', () => clearInterval(timer));
};

const resets: Readonly<Record<string, Trouble>> = {
	'reset as soon as it is accepted': {onConnection: socket => socket.resetAndDestroy(), said: dropped},
	'closed as soon as it is accepted': {onConnection: socket => socket.destroy(), said: dropped},
	'reset after the request': {onRequest: ({socket}) => socket.resetAndDestroy(), said: dropped},
	'closed after the request': {onRequest: ({socket}) => socket.destroy(), said: dropped},
	'reset within the headers': {onRequest: all => last(all, line, 'reset'), said: dropped},
	'reset after the headers': {onRequest: all => last(all, head(all), 'reset'), said: brokenOff('0 B')},
	'closed after the headers': {onRequest: all => last(all, head(all), 'close'), said: brokenOff('0 B')},
	'closed within the body': {
		onRequest: all => {
			all.socket.write(head(all));
			last(all, half(all), 'close');
		},
		said: brokenOff('1.3 KiB'),
	},
	'closed within a chunk': {
		onRequest: all => {
			all.socket.write(`${line}Transfer-Encoding: chunked\r\n\r\n8000\r\n`);
			last(all, half(all), 'close');
		},
		said: brokenOff('1.3 KiB'),
	},
};

// In the watch's time each of these requests takes the five seconds of the timeout.
const recoversWithinSeconds = 16;
const stalls: Readonly<Record<string, Trouble>> = {
	'silence as soon as it is accepted': {onConnection: socket => socket.resume(), said: silent},
	'silence after the request': {onRequest: () => {}, said: silent},
	'silence within the headers': {onRequest: ({socket}) => socket.write(line), said: silent},
	'silence after the headers': {onRequest: all => all.socket.write(head(all)), said: unfinished},
	'silence within the body': {
		onRequest: all => {
			all.socket.write(head(all));
			all.socket.write(half(all));
		},
		said: unfinished,
	},
	'headers byte by byte': {onRequest: all => drip(all, Buffer.from(head(all))), said: silent},
	'a body byte by byte': {
		onRequest: all => {
			all.socket.write(head(all));
			drip(all, all.good.body);
		},
		said: unfinished,
	},
};

describe('the connection breaks', () => {
	test.each(Object.entries(resets))('%s', (_name, trouble) => life.suffer(trouble));
});

describe('the connection stalls', () => {
	test.each(Object.entries(stalls))('%s', (_name, trouble) =>
		life.suffer({...trouble, stalls: true, recoversWithinSeconds}),
	);
});

test('a target that flaps: what is known stays, and each pause ends by itself', async () => {
	for (let round = 0; round < 8; round++) {
		await life.suffer({onRequest: ({socket}) => socket.destroy(), said: dropped, lastsSeconds: 15});
	}
});
