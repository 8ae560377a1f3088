import {expect, test} from 'vitest';
import {leakSuspected} from '../../source/detectors/leak-suspected.ts';
import {defaultThresholds} from '../../source/detectors/thresholds.ts';
import {emptyHistory} from '../../source/series/history.ts';
import {drawn, watch} from './draw.ts';
import {drawDumps} from './draw-dump.ts';

const only = {only: ['leak-suspected']} as const;
const said = (...dumps: readonly string[]) => watch(drawDumps(dumps), only).said;

test('fires on receivers that were each started by a goroutine that has ended', () => {
	const {log} = watch(
		drawDumps(['20..34 [chan receive, 3 minutes] web.wait@7 | web.handle@3 in each']),
		only,
	);
	expect(log.firing[0]).toMatchObject({
		severity: 'warning',
		confidence: 'suspected',
		headline: '15 stuck in chan receive for 3m00s',
	});
	expect(log.firing[0]?.evidence.map(({text}) => text)).toEqual([
		'15 goroutines',
		'15 different goroutines started them and have ended',
		"at least 3m00s, by the runtime's clock",
		'web.handle web.go:3, gone',
	]);
});

test('an idle pool of any size has one creator, there or gone', () => {
	const pool = '20..400 [chan receive, 9 minutes] pool.work@7 | pool.Start@3 in 1';
	expect(said(pool)).toEqual([]);
	expect(said(`${pool}\n1 [select, 9 minutes] main.main@9`)).toEqual([]);
	// Before Go 1.21 nobody knows who started whom.
	expect(said('20..400 [chan receive, 9 minutes] pool.work@7 | pool.Start@3')).toEqual([]);
});

test('the partners of open connections wait by design', () => {
	const pairs = Array.from(
		{length: 12},
		(
			_,
			index,
		) => `${20 + index} [sync.Cond.Wait, 9 minutes] cond < conn.write@7 | conn.serve@3 in ${600 + index}
		${40 + index} [IO wait, 9 minutes] read < conn.read@17 | conn.serve@4 in ${600 + index}`,
	);
	expect(said(pairs.join('\n'))).toEqual([]);
	expect(said('20..31 [sync.Cond.Wait, 9 minutes] cond < conn.write@7 | conn.serve@3 in each')).toHaveLength(
		1,
	);
});

test('ten blocked sends are a sign by themselves, nine goroutines never', () => {
	expect(said('20..29 [chan send, 1 minutes] web.put@7 | web.Start@3 in 1')).toEqual([
		'0s warning leak-suspected: 10 stuck in chan send for 1m00s',
	]);
	expect(said('20..28 [chan send, 1 minutes] web.put@7 | web.Start@3 in 1')).toEqual([]);
});

test('the longest wait is not said to be that of all', () => {
	const dump = `20..29 [chan send, 3 minutes] web.put@7 | web.Start@3 in 1
		30..34 [chan send, 9 minutes] web.put@7 | web.Start@3 in 1`;
	expect(said(dump)).toEqual(['0s warning leak-suspected: 15 stuck in chan send for up to 9m00s']);
});

test('a pool that still grows is none', () => {
	const dump = '20..59 [select, 1 minutes] web.wait@88 | web.Start@3 in 1';
	const polled = (counts: string) => drawn({sites: `web.wait[select] ${counts}`, intervalMilliseconds: 2000});
	expect(watch(drawDumps([dump], polled('10..40*60')), only).said).toHaveLength(1);
	expect(watch(drawDumps([dump], polled('10..40*10 40*50')), only).said).toEqual([]);
	expect(watch(drawDumps([dump], polled('40*60')), only).said).toEqual([]);
});

test('is not fooled by waits that are short', () => {
	const busy = '20..34 [chan receive] web.wait@7 | web.handle@3 in each';
	expect(said(busy)).toEqual([]);
	expect(said(busy, busy)).toEqual([]);
	expect(said(busy, busy, busy)).toHaveLength(1);
});

test('has no verdict without a dump', () => {
	const nothing = emptyHistory(0, {intervalMilliseconds: 2000, budgetFraction: 0.01});
	expect(leakSuspected.check(nothing, defaultThresholds['leak-suspected'], 0).kind).toBe('too-early');
});
