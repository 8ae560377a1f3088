import type {Decoded} from '../profile/decoded.ts';
import {type Bytes, type Milliseconds, millisecondsPerMinute} from '../profile/units.ts';
import type {Clock} from './clock.ts';
import {type Digest, type DigestRequest, digest} from './digest.ts';
import {createDigestMemory} from './digest-memory.ts';
import {startWorkerThread, type WorkerThread} from './worker-thread.ts';

export type Decoder = {
	/**
	 * Digests a body; its bytes must not be used afterwards, as they may have gone to another thread. Rejects only for
	 * bugs. After `close` nothing is digested any more.
	 */
	readonly digest: (request: DigestRequest) => Promise<Decoded<Digest>>;
	/** Ends the worker; what it was at comes out as a digest that failed. */
	readonly close: () => Promise<void>;
};

export type DecoderSettings = {
	/** The module that calls `runDecodeWorker`; without one, everything is done on the calling thread. */
	readonly workerUrl: URL | undefined;
	/** By which a worker ends that has had nothing to do for a while; without one it is kept. */
	readonly clock?: Pick<Clock, 'after'>;
	readonly inlineBelowBytes?: Bytes;
	/** Memory and time that one hostile profile may take in the worker. */
	readonly maxHeapMebibytes?: number;
	readonly maxDigestMilliseconds?: Milliseconds;
};

/** A profile of this size takes 5 ms: nobody sees that, but everybody the 30 MiB that a worker takes. */
const defaultInlineBelowBytes: Bytes = 160 * 1024;
/** The last dump was an hour ago, and its worker would still hold 30 MiB. Far longer than any digest may take. */
const restAfterMilliseconds: Milliseconds = 2 * millisecondsPerMinute;
/** How long a byte takes to digest, beside one of a profile. Of the texts not listed only a few lines are looked at. */
const weights: {readonly [Kind in DigestRequest['kind']]?: number} = {
	goroutine: 1,
	block: 1,
	mutex: 1,
	'block-probe': 1,
	'heap-profile': 1,
	leaks: 1,
	dump: 2,
	file: 1,
	metrics: 1 / 16,
};

/**
 * Digests small bodies on the calling thread and large ones in a worker, which is started when needed, rests after
 * minutes without work, and is started again after that or after it died. Whatever kills it (memory, time, a bug) is a
 * digest that failed, never a crash.
 */
export function createDecoder({
	workerUrl,
	clock,
	inlineBelowBytes = defaultInlineBelowBytes,
	maxHeapMebibytes = 512,
	maxDigestMilliseconds = 30_000,
}: DecoderSettings): Decoder {
	let thread: WorkerThread | undefined;
	let cancelRest: (() => void) | undefined;
	const memory = createDigestMemory();
	let isClosed = false;
	const rest = () => {
		void thread?.end();
		thread = undefined;
	};

	return {
		async digest(request) {
			const {kind, bytes} = request;
			if (isClosed) {
				return {ok: false, reason: 'left unread, as the program is ending'};
			}

			if (workerUrl === undefined || bytes.length * (weights[kind] ?? 0) < inlineBelowBytes) {
				return digest(request, memory);
			}

			if (thread === undefined || thread.hasEnded()) {
				thread = startWorkerThread(workerUrl, {maxHeapMebibytes, maxDigestMilliseconds});
			}

			cancelRest?.();
			cancelRest = clock?.after(restAfterMilliseconds, rest);
			return thread.digest(request);
		},
		async close() {
			isClosed = true;
			cancelRest?.();
			await thread?.end();
		},
	};
}
