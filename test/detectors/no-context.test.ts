import {expect, test} from 'vitest';
import {noContext} from '../../source/detectors/no-context.ts';
import {defaultThresholds} from '../../source/detectors/thresholds.ts';
import {emptyHistory} from '../../source/series/history.ts';
import {watch} from './draw.ts';
import {
	drawDump,
	drawStacks,
	lastOf,
	own,
	poolWait,
	selecting,
	served,
	sleeping,
	withBlock,
} from './draw-contexts.ts';

const only = {only: ['no-context']} as const;
const query = `${poolWait} < database/sql.(*DB).Query@/usr/local/go/src/database/sql/sql.go:1754 < ${own('orders.load')}`;
const get = `${selecting} < net/http.(*persistConn).roundTrip < net/http.(*Client).Get < net/http.Get < ${own('feed.get')}`;
const child = 'syscall.Syscall6 < os.(*Process).wait < os/exec.(*Cmd).Wait < os/exec.(*Cmd).Run';

test('the call that takes no context is the evidence', () => {
	const {log, said} = watch([drawDump([`5 x 1m | ${query} < ${own('web.order')} < ${served}`])], only);
	expect(said).toEqual(['2s warning no-context: 5 in sql.(*DB).Query for 1m00s, without a context']);
	expect(log.firing[0]?.evidence.map(({name, text}) => `${name}: ${text}`)).toEqual([
		'takes no context: sql.(*DB).Query sql.go:1754',
		'stuck now: 5 goroutines',
		"longest wait: at least 1m00s, by the runtime's clock",
		'serving: web.order',
	]);
	expect(log.firing[0]?.nextStep).toContain('QueryContext');
});

test('without a dump the mean wait of the block profile says it', () => {
	const now = lastOf(drawStacks([`4 4 | ${get}`]));
	const slow = withBlock(now, get, 2, 80);
	expect(watch([{history: slow, readings: ['goroutines']}], only).said).toEqual([
		'4s warning no-context: 4 in http.Get, mean wait 40s, without a context',
	]);
	const quick = withBlock(now, get, 200, 80);
	expect(watch([{history: quick, readings: ['goroutines']}], only).said).toEqual([]);
});

test('a sleep or a child process counts in a request only', () => {
	const inside = `${own('web.retry')} < ${served}`;
	expect(watch([drawDump([`2 x 3m | ${sleeping} < ${inside}`])], only).said).toEqual([
		'2s warning no-context: 2 in time.Sleep for 3m00s, without a context',
	]);
	expect(watch([drawDump([`1 x 3m | ${child} < ${inside}`])], only).said).toHaveLength(1);
	expect(watch([drawDump([`2 x 3m | ${sleeping} < ${own('job.run')}`])], only).said).toEqual([]);
	expect(watch([drawDump([`1 x 3m | ${child} < ${own('supervisor.run')}`])], only).said).toEqual([]);
});

test('stays silent on calls with a context, on short waits and where a timeout guards each', () => {
	expect(watch([drawDump([`5 x 9m | ${poolWait} < ${own('orders.load')}`])], only).said).toEqual([]);
	expect(watch([drawDump([`5 x 0m | ${query}`])], only).said).toEqual([]);
	const guarded = lastOf(drawStacks([`5 | ${get}`, `5 | ${selecting} < net/http.setRequestCancel.func4`]));
	expect(watch([drawDump([`5 x 9m | ${get}`], guarded)], only).said).toEqual([]);
});

test('clears when a newer profile shows that they have left', () => {
	const dump = drawDump([`5 x 1m | ${query}`]);
	const later = drawStacks([`3 3 | ${own('job.run')}`], dump.history);
	expect(watch([dump, ...later], only).said).toEqual([
		'2s warning no-context: 5 in sql.(*DB).Query for 1m00s, without a context',
		'4s no-context: it cleared',
	]);
});

test('has no verdict before any reading', () => {
	const nothing = emptyHistory(0, {intervalMilliseconds: 2000, budgetFraction: 0.01});
	expect(noContext.check(nothing, defaultThresholds['no-context'], 0).kind).toBe('too-early');
});
