import type {Innocent} from './scenario.ts';

function innocentOf(name: string, what: string, more: Partial<Innocent> = {}): Innocent {
	return {kind: 'innocent', name, what, watchSeconds: 130, ...more};
}

export const innocent: readonly Innocent[] = [
	innocentOf('idle-pool-1', 'one idle worker'),
	innocentOf('idle-pool-10', 'ten idle workers', {oldToo: true}),
	innocentOf('idle-pool-1000', 'a thousand idle workers'),
	innocentOf('keepalive-server', '300 idle keep-alive connections to a server'),
	innocentOf('keepalive-client', 'a client with 100 idle connections'),
	innocentOf('tickers', 'tickers and sleeps from 100 ms to an hour; main in an empty select'),
	innocentOf('bursts', 'batches of hundreds of tasks every few seconds'),
	innocentOf('long-poll', '200 long polls'),
	innocentOf('event-stream', '200 event streams that never end'),
	innocentOf('pub-sub', '60 subscribers that wait for hours', {oldToo: true}),
	innocentOf('single-flight', '40 requests share each load'),
	innocentOf('group-wait', 'groups waited for, some for the life of the program'),
	innocentOf('warm-up', 'grows to 300 for half a minute and stays'),
	innocentOf('graceful-restart', 'replaced by a new process on the same port'),
	innocentOf('queue-consumer', 'twelve consumers wait for hours in a select'),
	innocentOf('signal-waiters', 'waits for signals; main in an empty select'),
	innocentOf('context-tree', '100 leaves of contexts wait for their end'),
	innocentOf('saturated-pipeline', 'producers nearly always in send, for milliseconds each', {oldToo: true}),
	innocentOf('saturated-unprofiled', 'the same with profiling off', {oldToo: true}),
	innocentOf('prefetch', 'a send that waits twenty seconds, again and again', {oldToo: true}),
	innocentOf('rate-limited', '15 producers share 20 tokens a second'),
	innocentOf('busy-mutex', 'a lock taken 3,000 times a second for a moment'),
	innocentOf('cond-queue', '16 workers idle at a Cond', {oldToo: true}),
	innocentOf('socket-readers', '100 chat connections with a ping every 15 s', {oldToo: true}),
	innocentOf('database-pool', '30 requests share five connections and give them back'),
	innocentOf('short-lived', '100 requests a second with timeouts'),
	innocentOf('child-output', 'reads the output of silent child processes'),
	innocentOf('steady-heap', 'a cache of fixed size, with /metrics'),
];
