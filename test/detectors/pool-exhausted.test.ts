import {expect, test} from 'vitest';
import {poolExhausted} from '../../source/detectors/pool-exhausted.ts';
import {defaultThresholds} from '../../source/detectors/thresholds.ts';
import {emptyHistory} from '../../source/series/history.ts';
import {watch} from './draw.ts';
import {drawStacks, own, poolWait, reading, selecting, served} from './draw-contexts.ts';

const only = {only: ['pool-exhausted']} as const;
const getConn = `${selecting} < net/http.(*Transport).getConn < net/http.(*Transport).roundTrip < net/http.(*Transport).RoundTrip < net/http.send < net/http.(*Client).send < net/http.(*Client).do < net/http.(*Client).Do`;

test('names the pool, the places that queue and the state of three polls', () => {
	const {log, said} = watch(
		drawStacks([
			`0 12*4 | ${poolWait} < ${own('orders.load')} < ${own('web.order')} < ${served}`,
			`0 6*4 | ${poolWait} < ${own('users.load')}`,
			`30*5 | ${reading} < github.com/lib/pq.(*conn).recv@/go/pkg/mod/github.com/lib/pq@v1.10.0/conn.go:1 < database/sql.(*DB).queryDC < ${own('orders.load')}`,
		]),
		only,
	);
	expect(said).toEqual(['6s warning pool-exhausted: 18 wait for the database/sql pool']);
	const [warning] = log.firing;
	expect(warning?.subject).toEqual({kind: 'thing', name: 'database/sql pool'});
	expect(warning?.evidence.map(({name, text}) => `${name}: ${text}`)).toEqual([
		'waiting now: 18 goroutines',
		'wait at: orders.load orders.go:88, 12',
		'wait at: users.load users.go:88, 6',
	]);
	expect(warning?.sites).toHaveLength(2);
	expect(warning?.absorbs).toContainEqual({
		detector: 'handler-pileup',
		subject: {kind: 'thing', name: 'web.order'},
	});
});

test('is critical from 100, and speaks for the requests that pile up behind it', () => {
	const {log, said} = watch(
		drawStacks([`0..300*40 | ${poolWait} < ${own('orders.load')} < ${own('web.order')} < ${served}`]),
		{only: ['pool-exhausted', 'handler-pileup', 'site-growth']},
	);
	expect(said.filter(line => line.includes('pool-exhausted'))).not.toEqual([]);
	expect(log.firing.map(({detector, severity}) => [detector, severity])).toEqual([
		['pool-exhausted', 'critical'],
	]);
});

test('stays silent on 9, on two polls, on queries in flight and on dials', () => {
	expect(watch(drawStacks([`9*8 | ${poolWait} < ${own('orders.load')}`]), only).said).toEqual([]);
	expect(watch(drawStacks([`0*2 40*2 0*4 | ${poolWait} < ${own('orders.load')}`]), only).said).toEqual([]);
	const inFlight = `${reading} < github.com/lib/pq.(*conn).recv@/go/pkg/mod/github.com/lib/pq@v1.10.0/conn.go:1 < database/sql.(*DB).conn < ${own('orders.load')}`;
	expect(watch(drawStacks([`200*8 | ${inFlight}`]), only).said).toEqual([]);
});

test('a transport without a limit dials for everybody: only who waits without a dial queues', () => {
	const dialing = `runtime.gopark < internal/poll.(*FD).WaitWrite < net.(*netFD).connect < net.(*Dialer).DialContext < net/http.(*Transport).dialConn < net/http.(*Transport).dialConnFor`;
	const waiting = `${getConn} < ${own('feed.get')}`;
	expect(watch(drawStacks([`50*8 | ${waiting}`, `48*8 | ${dialing}`]), only).said).toEqual([]);
	expect(watch(drawStacks([`50*8 | ${waiting}`, `8*8 | ${dialing}`]), only).said).toEqual([
		'4s warning pool-exhausted: 42 wait for the HTTP connection pool',
	]);
});

test('a semaphore whose queue gets shorter does what it is for; one that stays full does not', () => {
	const acquire = `${selecting} < golang.org/x/sync/semaphore.(*Weighted).Acquire@/go/pkg/mod/golang.org/x/sync@v0.7.0/s.go:1 < ${own('batch.run')}`;
	expect(watch(drawStacks([`400..20*40 | ${acquire}`]), only).said).toEqual([]);
	const {log} = watch(drawStacks([`400*10 | ${acquire}`]), only);
	expect(log.firing.map(({confidence, subject}) => [confidence, subject])).toEqual([
		['suspected', {kind: 'thing', name: 'x/sync semaphore at batch.run batch.go:88'}],
	]);
});

test('has no verdict before the first goroutine profile', () => {
	const nothing = emptyHistory(0, {intervalMilliseconds: 2000, budgetFraction: 0.01});
	expect(poolExhausted.check(nothing, defaultThresholds['pool-exhausted'], 0).kind).toBe('too-early');
});
