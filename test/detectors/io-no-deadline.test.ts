import {expect, test} from 'vitest';
import {openBodyAdvice, requestersOf} from '../../source/detectors/http-requesters.ts';
import {ioNoDeadline} from '../../source/detectors/io-no-deadline.ts';
import {defaultThresholds} from '../../source/detectors/thresholds.ts';
import {emptyHistory} from '../../source/series/history.ts';
import {drawn, watch} from './draw.ts';
import {drawDump, own, reading, receiving, selecting, served, writing} from './draw-contexts.ts';

const only = {only: ['io-no-deadline']} as const;
const lib = (name: string) => `${name}@/go/pkg/mod/lib@v1.0.0/lib.go:1`;
const roundTrip = `${selecting} < net/http.(*persistConn).roundTrip < net/http.(*Transport).RoundTrip < net/http.send < net/http.(*Client).Do`;

test('names what they wait for, for how long, and only suspects', () => {
	const {log, said} = watch(
		[
			drawDump([
				`3 x 4m | ${reading} < bufio.(*Reader).Read < ${own('ledger.ask')} < ${own('ledger.settle')}`,
			]),
		],
		only,
	);
	expect(said).toEqual(['2s warning io-no-deadline: 3 in net read for 4m00s, no sign of a deadline']);
	expect(log.firing[0]?.confidence).toBe('suspected');
	expect(log.firing[0]?.since).toBe(2000 - 240_000);
});

test.each([
	[
		'a slow client of ours',
		`${writing} < net/http.checkConnErrorWriter.Write < net/http.(*response).Write < ${own('web.list')} < ${served}`,
		'HTTP client reading the response',
	],
	['an answer that does not come', `${roundTrip} < ${own('feed.get')}`, 'HTTP response'],
	['a handshake', `${reading} < crypto/tls.(*Conn).clientHandshake < ${own('feed.dial')}`, 'TLS handshake'],
	[
		'a query',
		`${reading} < ${lib('github.com/lib/pq.(*conn).recv')} < database/sql.(*DB).queryDC < ${own('orders.load')}`,
		'PostgreSQL (lib/pq)',
	],
])('%s', (_, stack, name) => {
	expect(watch([drawDump([`1 x 2m | ${stack}`])], only).said).toEqual([
		`2s warning io-no-deadline: 1 waits for ${name} for 2m00s, no sign of a deadline`,
	]);
});

test.each([
	[
		'a keep-alive connection',
		`${reading} < net/http.(*connReader).Read < bufio.(*Reader).fill < bufio.(*Reader).Peek < net/http.(*conn).serve`,
	],
	['a connection being served', `${reading} < net/http.(*connReader).backgroundRead`],
	[
		'a client connection',
		`${reading} < net/http.(*persistConn).Read < bufio.(*Reader).Peek < net/http.(*persistConn).readLoop`,
	],
	[
		'pub/sub',
		`${reading} < ${lib('github.com/redis/go-redis/v9/internal/proto.(*Reader).ReadLine')} < ${lib('github.com/redis/go-redis/v9.(*PubSub).ReceiveTimeout')} < ${own('events.run')}`,
	],
	[
		'a websocket',
		`${reading} < bufio.(*Reader).Peek < ${lib('github.com/gorilla/websocket.(*Conn).NextReader')} < ${own('chat.handle')} < ${served}`,
	],
	[
		'a gRPC connection',
		`${reading} < bufio.(*Reader).Read < ${lib('golang.org/x/net/http2.(*Framer).ReadFrame')} < ${lib('google.golang.org/grpc/internal/transport.(*http2Client).reader')}`,
	],
	[
		'LISTEN of a database',
		`${reading} < ${lib('github.com/jackc/pgx/v5/pgconn.(*PgConn).peekMessage')} < ${lib('github.com/jackc/pgx/v5.(*Conn).WaitForNotification')} < ${own('outbox.run')}`,
	],
	[
		"the program's own reading loop",
		`${reading} < bufio.(*Reader).ReadSlice < ${own('wire.next')} < ${own('wire.(*Session).readLoop')}`,
	],
	['a long poll', `${roundTrip} < ${own('config.watchChanges')}`],
	['a wait for another goroutine', `${receiving} < ${own('job.run')}`],
	[
		'a call without a context, which has a warning of its own',
		`${roundTrip.replace('(*Client).Do', '(*Client).Get')} < ${own('feed.get')}`,
	],
])('stays silent on %s', (_, stack) => {
	expect(watch([drawDump([`40 x 90m | ${stack}`])], only).said).toEqual([]);
});

test('a response body that nobody reads or closes keeps its connection; one that is read is a stream', () => {
	const open = `${selecting} < net/http.(*persistConn).readLoop`;
	const stream = `${reading} < net/http.(*persistConn).Read < net/http.(*bodyEOFSignal).Read < ${own('feed.subscribe')}`;
	expect(watch([drawDump([`3 x 5m | ${open}`, `2 x 5m | ${stream}`])], only).said).toEqual([
		'2s warning io-no-deadline: 1 HTTP response body open, for 5m00s, neither read nor closed',
	]);
	expect(watch([drawDump([`2 x 5m | ${open}`, `2 x 5m | ${stream}`])], only).said).toEqual([]);
});

test('stays silent where nothing says that it is long', () => {
	expect(watch([drawDump([`40 x 0m | ${reading} < ${own('ledger.ask')}`])], only).said).toEqual([]);
});

test('has no verdict without a dump', () => {
	const nothing = emptyHistory(0, {intervalMilliseconds: 2000, budgetFraction: 0.01});
	expect(ioNoDeadline.check(nothing, defaultThresholds['io-no-deadline'], 0).kind).toBe('too-early');
});

test('names the places that make requests, as the block profile saw them, to look for the body left open', () => {
	const open = 'net/http.(*persistConn).readLoop[select] 4..210*40';
	const quiet = drawn({sites: open});
	expect(requestersOf(quiet)).toEqual([]);
	expect(openBodyAdvice(quiet).nextStep).not.toContain('Begin at');
	const block = 'rates.fetch[round trip] 3/1*40\nqueue.pop[select] 9/4*40';
	const asking = drawn({sites: open, block});
	expect(requestersOf(asking).map(({text}) => text)).toEqual(['rates.fetch rates.go:88']);
	expect(openBodyAdvice(asking).nextStep).toContain('Begin at rates.fetch rates.go:88');
});
