import {expect, test} from 'vitest';
import {stuckSend} from '../../source/detectors/stuck-send.ts';
import {defaultThresholds} from '../../source/detectors/thresholds.ts';
import {emptyHistory} from '../../source/series/history.ts';
import {drawn, watch} from './draw.ts';
import {drawDumps} from './draw-dump.ts';

const only = {only: ['stuck-send']} as const;
const said = (...dumps: readonly string[]) => watch(drawDumps(dumps), only).said;
const send = '7 [chan send] orders.publish@12 | orders.Accept@4 in 3';
const minutes = '7 [chan send, 2 minutes] orders.publish@12 | orders.Accept@4 in 3';

test('fires for one goroutine when the runtime counts minutes, in the first dump', () => {
	const {log} = watch(drawDumps([minutes]), only);
	expect(log.firing[0]).toMatchObject({
		severity: 'warning',
		confidence: 'strong',
		headline: '1 stuck in chan send for 2m00s',
		since: -120_000,
	});
	expect(log.firing[0]?.evidence.map(({text}) => text)).toEqual([
		'1 goroutine',
		"at least 2m00s, by the runtime's clock",
		'orders.Accept orders.go:4, gone',
	]);
});

test('a write to a pipe is a send, and its reader is who is missing', () => {
	const {log} = watch(drawDumps(['7 [select, 2 minutes] pipe < export.Stream@12 | orders.Accept@4 in 3']));
	expect(log.firing).toMatchObject([
		{
			detector: 'stuck-send',
			headline: '1 stuck in a write to an io.Pipe for 2m00s',
			shortStep: 'close the reader',
		},
	]);
	expect(said('7 [select, 2 minutes] export.Stream@12 | orders.Accept@4 in 3')).toEqual([]);
});

test('is only suspected where dumps alone say so, a minute after the first', () => {
	const {log} = watch(drawDumps([send, send, send]), only);
	expect(log.firing[0]).toMatchObject({confidence: 'suspected', since: 0});
	expect(said(send, send)).toEqual([]);
});

test('a goroutine that comes back to the same send with another one in between is not stuck', () => {
	const other = '7 [chan send] orders.retry@30 | orders.Accept@4 in 3';
	expect(said(send, other, send, other, send)).toEqual([]);
});

test('a slow receiver is not a missing one: block profiling counts the waits that end', () => {
	const dump = '7 [chan send] orders.publish@88';
	const twice = (block: string) => {
		const first = drawDumps([dump], drawn({block: 'orders.publish[chan send] 1/1'})).at(-1)?.history;
		const later = drawn({block: `orders.publish[chan send] ${block}`, ...(first && {from: first})});
		return watch(drawDumps([dump], later), only).said;
	};
	expect(twice('3/3 9/2*40')).toEqual([]);
	expect(twice('1/1 0*40')).toHaveLength(1);
});

test("the runtime's own clock is believed although others get through", () => {
	const dump = '7 [chan send, 1 minutes] orders.publish@88';
	const polled = drawn({
		sites: 'orders.publish[chan send] 3*60',
		block: 'orders.publish[chan send] 1/2*60',
	});
	expect(watch(drawDumps([dump], polled), only).said).toHaveLength(1);
});

test('what can never end is critical at once', () => {
	expect(said('7 [chan send (nil chan)] orders.publish@12')).toEqual([
		'0s critical stuck-send: 1 at a nil channel for ever, in chan send (nil chan)',
	]);
	expect(said('7 [select (no cases)] orders.run@12 < orders.start@3')).toEqual([
		'0s critical stuck-send: 1 in an empty select for ever, in select (no cases)',
	]);
	expect(said('7 [chan receive (nil chan)] orders.take@12 < orders.run@3')).toEqual([
		'0s critical stuck-send: 1 at a nil channel for ever, in chan receive (nil chan)',
	]);
});

test('programs park their main goroutine so, whatever function it is in', () => {
	expect(said('1 [select (no cases)] main.main@12')).toEqual([]);
	expect(said('1 [select (no cases)] cmd.run@8 < main.main@12')).toEqual([]);
	expect(said('1 [chan receive (nil chan)] main.main@12')).toEqual([]);
});

test('a goroutine that only waits for a nil channel may wait for a context without end', () => {
	expect(said('7 [chan receive (nil chan)] orders.run.func1@12')).toEqual([
		'0s warning stuck-send: 1 at a nil channel for ever, in chan receive (nil chan)',
	]);
});

test('receives and short sends are none of it', () => {
	expect(said('7 [chan receive, 9 minutes] orders.take@12', '8 [chan send] orders.publish@12')).toEqual([]);
});

test('has no verdict without a dump', () => {
	const nothing = emptyHistory(0, {intervalMilliseconds: 2000, budgetFraction: 0.01});
	expect(stuckSend.check(nothing, defaultThresholds['stuck-send'], 0).kind).toBe('too-early');
});

test('long waits are a queue where others have just waited as long and got through', () => {
	const dump = '7 [chan send, 1 minutes] orders.publish@88';
	const after = (block: string) => {
		const polled = drawn({
			sites: 'orders.publish[chan send] 30*60',
			block: `orders.publish[chan send] ${block}*60`,
		});
		return watch(drawDumps([dump], polled), only).said;
	};
	expect(after('1/40')).toEqual([]);
	expect(after('1/2')).toHaveLength(1);
});
