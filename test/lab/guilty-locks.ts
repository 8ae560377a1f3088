import {leak, lock, one} from './families.ts';
import type {Guilty} from './scenario.ts';

export const locks: readonly Guilty[] = [
	one(
		'lock-order-two',
		'lock order: A then B, B then A',
		[
			{
				oneOf: ['deadlock-suspected'],
				at: ['LOCK ORDER TWO STOCK', 'LOCK ORDER TWO ORDERS'],
				every: true,
				within: 85,
			},
		],
		lock,
		{oldToo: true},
	),
	one(
		'lock-order-three',
		'lock order: a circle of three',
		[{oneOf: ['deadlock-suspected'], at: ['LOCK ORDER THREE'], within: 85}],
		lock,
	),
	one(
		'lock-reentrant',
		'a method that holds the lock calls one that takes it',
		[{oneOf: ['deadlock-suspected'], at: ['LOCK REENTRANT'], within: 85}],
		lock,
		{oldToo: true},
	),
	one(
		'rlock-twice',
		'RLock twice with a writer in between',
		[
			{oneOf: lock, at: ['RLOCK TWICE READER'], within: 85},
			{oneOf: lock, at: ['RLOCK TWICE WRITER'], within: 85},
		],
		lock,
		{oldToo: true},
	),
	one('rlock-upgrade', 'RLock, then Lock', [{oneOf: lock, at: ['RLOCK UPGRADE'], within: 85}], lock),
	one(
		'send-under-lock',
		'a send under the lock that the receiver needs',
		[
			{
				oneOf: ['stuck-send', 'leak-confirmed', 'deadlock-suspected'],
				at: ['SEND UNDER LOCK SEND'],
				within: 85,
			},
			{oneOf: [...lock, 'leak-confirmed'], at: ['SEND UNDER LOCK WAIT'], within: 85},
		],
		['stuck-send', ...lock],
	),
	one(
		'unlock-missing',
		'an error path keeps the lock (profiling off)',
		[{oneOf: lock, at: ['UNLOCK MISSING'], within: 60}],
		[...lock, ...leak],
	),
	one(
		'once-recursive',
		'sync.Once that needs itself',
		[{oneOf: lock, at: ['ONCE RECURSIVE'], within: 85}],
		lock,
	),
	one(
		'lock-pile',
		'the holder of a lock waits for a reply (profiling off)',
		[
			{oneOf: lock, at: ['LOCK PILE'], within: 20},
			// The holder, which waits for the reply.
			{oneOf: ['deadlock-suspected', 'leak-confirmed'], at: ['LOCK PILE HOLDER'], within: 85},
		],
		lock,
	),
	one(
		'lock-over-io',
		'a lock is held over an HTTP call',
		// Five contentions a second, of which one in a hundred is recorded: the waiters' line may be known long before.
		[{oneOf: ['mutex-contention', 'block-latency'], at: ['LOCK OVER IO', 'LOCK OVER IO WAIT'], within: 60}],
		['mutex-contention', 'block-latency'],
		{watchSeconds: 75},
	),
	one(
		'lock-over-reply',
		'a lock is held over a question to another goroutine: slow, but no deadlock',
		[
			{
				oneOf: ['mutex-contention', 'block-latency'],
				at: ['LOCK OVER REPLY', 'LOCK OVER REPLY WAIT'],
				within: 60,
			},
		],
		['mutex-contention', 'block-latency'],
	),
	one(
		'hot-lock',
		'eight workers, one lock, 20 ms each',
		[{oneOf: ['mutex-contention'], at: ['HOT LOCK'], within: 30}],
		['block-latency'],
		{watchSeconds: 45},
	),
	one(
		'slow-reader',
		'RWMutex: one slow reader, a writer, everybody waits',
		[
			{
				oneOf: ['mutex-contention', 'block-latency', 'lock-pileup'],
				at: ['SLOW READER', 'SLOW READER WRITER', 'SLOW READER WRITTEN', 'SLOW READER WAIT'],
				within: 60,
			},
		],
		['mutex-contention', 'block-latency', 'lock-pileup'],
		{watchSeconds: 75},
	),
	one(
		'contention-spike',
		'a cheap lock becomes dear after 85 s',
		[{oneOf: ['contention-spike', 'mutex-contention'], at: ['CONTENTION SPIKE'], within: 115}],
		['contention-spike', 'mutex-contention', 'block-latency'],
		{watchSeconds: 130},
	),
];
