import {leak, one, send} from './families.ts';
import type {Guilty} from './scenario.ts';

export const resources: readonly Guilty[] = [
	one(
		'body-unclosed',
		'response bodies are not closed',
		[{oneOf: leak, at: [], library: 'net/http.(*persistConn).readLoop', within: 85}],
		[...leak, 'io-no-deadline'],
	),
	one(
		'rows-unclosed',
		'rows of a query are not closed',
		[{oneOf: leak, at: [], library: 'database/sql.(*Rows).awaitDone', within: 85}],
		leak,
	),
	one(
		'handlers-pile',
		'150 handlers behind a dependency that answers twice a second',
		[{oneOf: ['handler-pileup'], at: ['HANDLERS PILE'], within: 60}],
		['block-latency', ...send],
	),
	one(
		'handler-sleeps',
		'time.Sleep in a handler',
		[{oneOf: ['no-context'], at: ['HANDLER SLEEPS'], within: 85}],
		['handler-pileup'],
	),
	one(
		'sql-pool-exhausted',
		'database/sql: thirty wait for five lost connections',
		[{oneOf: ['pool-exhausted'], at: ['SQL POOL EXHAUSTED'], within: 30}],
		leak,
		{oldToo: true},
	),
	one(
		'http-pool-exhausted',
		'http.Transport: 25 callers for two connections',
		[{oneOf: ['pool-exhausted'], at: ['HTTP POOL EXHAUSTED'], within: 30}],
		[],
		{watchSeconds: 75},
	),
	one(
		'read-no-deadline',
		'a read without a deadline from a silent peer',
		[{oneOf: ['io-no-deadline'], at: ['READ NO DEADLINE'], within: 85}],
		[],
		{oldToo: true},
	),
	one('write-no-deadline', 'a write without a deadline to a peer that stopped reading', [
		{oneOf: ['io-no-deadline'], at: ['WRITE NO DEADLINE'], within: 85},
	]),
	one(
		'get-unanswered',
		'http.Get to a server that never answers',
		[{oneOf: ['no-context', 'io-no-deadline'], at: ['GET UNANSWERED'], within: 85}],
		['no-context', 'io-no-deadline'],
	),
	one(
		'threads-leak',
		'a thread per blocking system call',
		[{oneOf: ['thread-growth'], at: ['THREADS LEAK'], within: 85}],
		leak,
	),
	one(
		'gc-storm',
		'a memory limit just above what is live',
		[{oneOf: ['gc-storm'], at: [], within: 90}],
		['gc-cpu', 'gc-storm'],
		{watchSeconds: 110},
	),
	one(
		'gc-cpu',
		'a large heap of pointers marked for little waste',
		// Three readings of the heap page in a row, which comes every 15 s.
		[{oneOf: ['gc-cpu', 'gc-storm'], at: [], within: 110}],
		['gc-storm', 'gc-cpu'],
		{watchSeconds: 120},
	),
	one(
		'heap-growth',
		'a cache that forgets nothing',
		[{oneOf: ['heap-growth'], at: ['HEAP GROWTH'], within: 200}],
		[],
		{
			watchSeconds: 210,
			// Its usual ten minutes and 64 MiB are more than a test can wait for; ten readings it must have.
			settings: [
				'--set',
				'heap-growth.shortestSpanSeconds=150',
				'--set',
				'heap-growth.windowSeconds=30',
				'--set',
				'heap-growth.growthCount=16777216',
			],
		},
	),
	one(
		'heap-limit',
		'more heap than a limit set to 64 MB',
		[{oneOf: ['heap-limit'], at: [], within: 30}],
		[],
		{
			watchSeconds: 45,
			// Off unless somebody says what is too much.
			settings: ['--set', 'heap-limit.limitBytes=64000000'],
		},
	),
	one(
		'busy-scheduler',
		'a hundred tasks at once on one core, with /metrics',
		[{oneOf: ['sched-latency'], at: [], within: 60}],
		[],
		{watchSeconds: 75},
	),
];
