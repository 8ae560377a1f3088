import {leak, leaks, one, send, sends} from './families.ts';
import type {Guilty} from './scenario.ts';

export const channels: readonly Guilty[] = [
	sends('early-return', 'an error path returns before it receives', 'EARLY RETURN', {oldToo: true}),
	sends('abandoned-timeout', 'a timeout leaves the sender behind (profiling off)', 'ABANDONED TIMEOUT'),
	sends('first-of-many', 'only the first of three answers is received', 'FIRST OF MANY'),
	leaks('range-unclosed', 'range over a channel that nobody closes', 'RANGE UNCLOSED', {oldToo: true}),
	leaks('missing-done', 'WaitGroup: Done is missing on an error path', 'MISSING DONE', {
		may: [...leak, 'stuck-wait'],
	}),
	leaks('ticker-unstopped', 'a goroutine per session on a ticker nobody stops', 'TICKER UNSTOPPED'),
	leaks('context-dropped', 'a request’s context is not passed on', 'CONTEXT DROPPED', {oldToo: true}),
	leaks('cond-unsignalled', 'Cond: the signal comes before the wait', 'COND UNSIGNALLED'),
	sends('add-inside', 'WaitGroup: Add inside the goroutine, Wait returns early', 'ADD INSIDE'),
	leaks('group-child-stuck', 'a group waits for a child that waits forever', 'GROUP CHILD STUCK', {
		must: [{oneOf: leak, at: ['GROUP CHILD STUCK', 'GROUP CHILD STUCK PARENT'], within: 85}],
		may: [...leak, 'stuck-wait'],
	}),
	leaks('subscriber-kept', 'subscribers that never unsubscribe', 'SUBSCRIBER KEPT'),
	sends('pipe-unread', 'io.Pipe whose reader gave up', 'PIPE UNREAD'),
	sends('unbounded-requests', 'more requests than are finished, none turned away', 'UNBOUNDED REQUESTS', {
		may: [...send, 'block-latency'],
	}),
	leaks('retries-pile', 'calls asleep between ever longer retries', 'RETRIES PILE', {
		must: [{oneOf: [...leak, 'timer-growth'], at: ['RETRIES PILE'], within: 85}],
		may: [...leak, 'timer-growth'],
	}),
	one(
		'nil-channel',
		'receive from a channel that was never made',
		[{oneOf: ['stuck-wait', 'stuck-send', 'leak-confirmed'], at: ['NIL CHANNEL'], within: 85}],
		['stuck-wait'],
		{oldToo: true},
	),
	one(
		'empty-select',
		'a worker ends in an empty select',
		[{oneOf: ['stuck-wait', 'stuck-send', 'leak-confirmed'], at: ['EMPTY SELECT'], within: 85}],
		['stuck-wait'],
	),
	sends('stop-twice', 'Stop sends instead of closing; the second one waits', 'STOP TWICE', {oldToo: true}),
	sends('receiver-cancelled', 'the receiver left with its context', 'RECEIVER CANCELLED'),
	sends('pipeline-stage-gone', 'the last stage of a pipeline gave up', 'PIPELINE STAGE GONE SQUARE'),
	sends('slot-unreleased', 'a semaphore’s slot is lost on an error path', 'SLOT UNRELEASED'),
	sends('pool-self-wait', 'workers wait for their own pool', 'POOL SELF WAIT', {oldToo: true}),
	one('slow-consumer', 'thirty producers queue for seconds behind one consumer', [
		{oneOf: ['block-latency'], at: ['SLOW CONSUMER'], within: 60},
	]),
];
