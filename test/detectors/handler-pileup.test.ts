import {expect, test} from 'vitest';
import {handlerPileup} from '../../source/detectors/handler-pileup.ts';
import {defaultThresholds} from '../../source/detectors/thresholds.ts';
import {emptyHistory} from '../../source/series/history.ts';
import {watch} from './draw.ts';
import {
	drawStacks,
	own,
	poolWait,
	reading,
	receiving,
	selecting,
	sending,
	served,
	sleeping,
} from './draw-contexts.ts';
import {sampled, traffic} from './series-shapes.ts';

const only = {only: ['handler-pileup']} as const;
const handled = `${own('web.order')} < ${served}`;
const query = `${reading} < github.com/jackc/pgx/v5/pgconn.(*PgConn).receiveMessage@/go/pkg/mod/github.com/jackc/pgx/v5@v5.5.0/pgconn/pgconn.go:1`;

test('requests that rise say how fast, and what most of them wait for', () => {
	const {log, said} = watch(
		drawStacks([
			`10..160*31 | ${query} < ${own('orders.load')} < ${handled}`,
			`8*31 | ${sending} < ${own('audit.log')} < ${handled}`,
		]),
		only,
	);
	expect(said).toEqual([
		'40s warning handler-pileup: 118 requests wait, +150/min, 110 for PostgreSQL (pgx), served by web.order',
	]);
	expect(log.firing[0]?.confidence).toBe('strong');
	expect(log.firing[0]?.sites).toHaveLength(2);
	expect(log.firing[0]?.evidence.map(({name, text}) => `${name}: ${text}`)).toEqual([
		'requests waiting now: 168 goroutines',
		'of them: 160 for PostgreSQL (pgx), orders.load orders.go:88',
		'of them: 8 in chan send, audit.log audit.go:88',
		'growth: +150 goroutines in 1m00s',
	]);
});

test('a rise that is spread over the places of one handler is one rise', () => {
	const places = ['a', 'b', 'c', 'd'].map(
		(name, index) => `${index}..${30 + index}*31 | ${query} < ${own(`orders.${name}`)} < ${handled}`,
	);
	expect(watch(drawStacks(places), only).said[0]).toMatch(
		/handler-pileup: \d+ requests wait, \+1\d\d\/min, .*, served by web\.order$/u,
	);
});

test('requests that move from one place to another are no rise', () => {
	expect(
		watch(
			drawStacks([
				`95..0*31 | ${query} < ${own('orders.load')} < ${handled}`,
				`0..95*31 | ${poolWait} < ${own('orders.save')} < ${handled}`,
			]),
			only,
		).said,
	).toEqual([]);
});

test('a hundred at one place of which none gets away', () => {
	expect(watch(drawStacks([`150*12 | ${query} < ${own('orders.load')} < ${handled}`]), only).said).toEqual([
		'22s warning handler-pileup: 150 requests wait, 150 for PostgreSQL (pgx), served by web.order',
	]);
});

test('sends that nobody takes speak for themselves beside it', () => {
	const {log} = watch(drawStacks([`150*12 | ${query} < ${own('orders.load')} < ${handled}`]), only);
	const absorbed = log.firing.flatMap(({absorbs}) => absorbs.map(({detector}) => detector));
	expect(absorbed).toContain('site-growth');
	expect(absorbed).not.toContain('stuck-send');
	expect(absorbed).not.toContain('leak-suspected');
});

test('a hundred at one place all at once, where there were a few', () => {
	const values = [
		...sampled(traffic(12, 1), {polls: 90, seed: 3}),
		...sampled(traffic(400, 1), {polls: 6, seed: 4}),
	];
	const {said} = watch(
		drawStacks([`${values.join(' ')} | ${query} < ${own('orders.load')} < ${handled}`]),
		only,
	);
	expect(said).toHaveLength(1);
	expect(said[0]).toMatch(/^18\ds warning handler-pileup: \d+ requests wait, \d+ for/u);
});

test('stays silent on a busy service whose requests come and go', () => {
	for (const seed of [1, 2, 3, 4, 5]) {
		const values = sampled(traffic(300, 2), {polls: 300, seed});
		expect(
			watch(drawStacks([`${values.join(' ')} | ${query} < ${own('orders.load')} < ${handled}`]), only).said,
		).toEqual([]);
	}
});

test('stays silent on long polls, event streams, websockets and queues for a lock', () => {
	const websocket =
		'github.com/gorilla/websocket.(*Conn).NextReader@/go/pkg/mod/github.com/gorilla/websocket@v1.5.0/conn.go:1';
	const lock = 'runtime.gopark < sync.runtime_SemacquireMutex < sync.(*Mutex).lockSlow < sync.(*Mutex).Lock';
	for (const wait of [receiving, selecting, sleeping, `${reading} < ${websocket}`, lock]) {
		expect(watch(drawStacks([`800*40 | ${wait} < ${handled}`]), only).said).toEqual([]);
	}
	expect(watch(drawStacks([`800*40 | ${query} < ${own('job.run')}`]), only).said).toEqual([]);
});

test('has no verdict before the first goroutine profile, and no rise on 38 s of history', () => {
	const nothing = emptyHistory(0, {intervalMilliseconds: 2000, budgetFraction: 0.01});
	expect(handlerPileup.check(nothing, defaultThresholds['handler-pileup'], 0).kind).toBe('too-early');
	expect(watch(drawStacks([`0..95*19 | ${query} < ${own('orders.load')} < ${handled}`]), only).said).toEqual(
		[],
	);
});
