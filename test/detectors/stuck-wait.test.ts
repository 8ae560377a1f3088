import {describe, expect, test} from 'vitest';
import {stuckWait} from '../../source/detectors/stuck-wait.ts';
import {defaultThresholds} from '../../source/detectors/thresholds.ts';
import {groupGoroutines} from '../../source/profile/goroutine-snapshot.ts';
import {emptyHistory} from '../../source/series/history.ts';
import {recordLeaks} from '../../source/series/record-leaks.ts';
import {profileOf, watch} from './draw.ts';
import {drawDumps} from './draw-dump.ts';

const only = {only: ['stuck-wait']} as const;
const said = (...dumps: readonly string[]) => watch(drawDumps(dumps), only).said;

describe('a WaitGroup', () => {
	const waits = '7 [semacquire, 2 minutes] wait < job.Run@9 | job.Start@3 in 1';
	test('whose workers are all gone misses a Done', () => {
		expect(said(waits)).toEqual([
			'0s warning stuck-wait: 1 in WaitGroup.Wait for 2m00s, but no worker is left',
		]);
	});
	test('with a worker left may still end', () => {
		expect(said(`${waits}\n8 [select, 2 minutes] job.work@4 | job.Run@8 in 7`)).toEqual([
			'0s info stuck-wait: 2 goroutines waiting for 2m00s, at 2 places, idle by design or left behind',
		]);
		expect(said(`${waits}\n8 [running] job.work@4 | job.Run@8 in 7`)[0]).toMatch(/ info /u);
	});
	test('before Go 1.21, only where its package started nobody else', () => {
		const alone = '7 [semacquire, 2 minutes] wait < job.Run@9 | job.Start@3';
		expect(said(alone)[0]).toMatch(/ warning /u);
		expect(said(`${alone}\n8 [select] job.work@4 | job.Run@8`)[0]).toMatch(/ info /u);
	});
});

test('what a dump cannot decide is one note that lists the places, those without a creator first', () => {
	const {log} = watch(
		drawDumps([
			`1 [chan receive, 9 minutes] app.Wait@5 < main.main@3
			7..9 [select, 4 minutes] feed.run@7 | app.Wait@2 in 1
			10 [sync.Cond.Wait, 2 minutes] cond < queue.pop@8 | queue.Open@2 in 5`,
		]),
		only,
	);
	expect(log.firing).toHaveLength(1);
	expect(log.firing[0]).toMatchObject({
		severity: 'info',
		confidence: 'suspected',
		subject: {kind: 'process'},
	});
	expect(log.firing[0]?.evidence.map(({name, text}) => `${name}: ${text}`)).toEqual([
		'queue.pop queue.go:8: 1 in Cond.Wait for 2m00s, started by a goroutine that is gone',
		'feed.run feed.go:7: 3 in select for 4m00s',
		'app.Wait app.go:5: 1 in chan receive for 9m00s',
	]);
});

test("a stack of nothing but Go's own functions is the place of whoever started it", () => {
	expect(said('7 [semacquire, 2 minutes] wait | job.Start@3 in 1')).toEqual([
		'0s warning stuck-wait: 1 in WaitGroup.Wait for 2m00s, but no worker is left',
	]);
	const {log} = watch(
		drawDumps(['7 [sync.Cond.Wait, 2 minutes] cond | job.Start@3 in 1\n1 [select] main.main@4']),
		only,
	);
	expect(log.firing[0]?.evidence.map(({text}) => text)).toEqual([
		'1 in Cond.Wait for 2m00s, started by job.Start job.go:3',
	]);
	expect(said('7 [sync.Cond.Wait, 2 minutes] cond | net/http.Serve@3 in 1')).toEqual([]);
	expect(said('7 [sync.Cond.Wait, 2 minutes] cond')).toEqual([]);
});

test('whatever closes or stops something is meant to return', () => {
	expect(said('7 [chan receive, 2 minutes] pool.(*Pool).Close@9 < app.handle@3')).toEqual([
		'0s warning stuck-wait: 1 in pool.(*Pool).Close for 2m00s, an end that does not come',
	]);
	expect(said('7 [chan receive, 2 minutes] pool.wait@9 < pool.(*Pool).Stop@4 < app.handle@3')[0]).toMatch(
		/ warning .*Stop/u,
	);
	expect(said('7 [chan receive, 2 minutes] app.WaitForStop@9 < app.run@3')[0]).toMatch(/ info /u);
	expect(said('7 [chan receive, 2 minutes] app.(*App).Stop@9 | app.Run@3')[0]).toMatch(/ info /u);
});

test('lists at most twelve places', () => {
	const lines = Array.from(
		{length: 20},
		(_, index) => `${index + 2} [select, 2 minutes] a.run${index}@${index}`,
	);
	expect(watch(drawDumps([lines.join('\n')]), only).log.firing[0]?.evidence).toHaveLength(12);
});

test('is silent on pools, on main that waits, on short waits and on other kinds', () => {
	expect(said('20..400 [chan receive, 9 minutes] pool.work@7 | pool.Start@3 in 1')).toEqual([]);
	expect(said('1 [chan receive, 9 minutes] main.main@7')).toEqual([]);
	expect(said('7 [select] a.run@7', '7 [select] a.run@7')).toEqual([]);
	expect(said('7 [chan send, 9 minutes] a.run@7')).toEqual([]);
	expect(said('7 [IO wait, 9 minutes] read < a.run@7')).toEqual([]);
});

test('leaves out the root that a deadlock warning shows', () => {
	expect(
		said(`
			21 [sync.Mutex.Lock, 2 minutes] lock(0xc0000a0138) < hub.(*Hub).Consume(0xc0000a0138)@54
			20 [chan receive, 2 minutes] hub.(*Hub).Publish(0xc0000a0138)@53
		`),
	).toEqual([]);
});

test('has no verdict without a dump', () => {
	const nothing = emptyHistory(0, {intervalMilliseconds: 2000, budgetFraction: 0.01});
	expect(stuckWait.check(nothing, defaultThresholds['stuck-wait'], 0).kind).toBe('too-early');
});

test('leaves out what the runtime calls leaked, and what waits for a peer', () => {
	const leaked = '7 [chan receive, 2 minutes] feed.next@7\n8 [chan receive, 2 minutes] job.next@9';
	const [dumped] = drawDumps([leaked]);
	const profile = profileOf([{place: 'feed.next@7[chan receive]', values: [1]}]);
	const {total, sites} = groupGoroutines(profile, undefined);
	const known = dumped && recordLeaks(dumped.history, dumped.history.at, {total, sites});
	const again = drawDumps([leaked], known);
	const {log} = watch(again, only);
	expect(log.firing[0]?.evidence.map(({name}) => name)).toEqual(['job.next job.go:9']);
	expect(log.firing[0]?.nextStep).toMatch(/called none of them leaked/u);

	expect(
		said('7 [select, 2 minutes] net/http.(*persistConn).roundTrip@7 < net/http.Get@4 < rates.fetch@9'),
	).toEqual([]);
});
