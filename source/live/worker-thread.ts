import {Worker} from 'node:worker_threads';
import type {Decoded} from '../profile/decoded.ts';
import {formatMilliseconds} from '../profile/quantity.ts';
import {safeText} from '../profile/safe-text.ts';
import type {Milliseconds} from '../profile/units.ts';
import type {Digest, DigestRequest} from './digest.ts';
import {keepsHeapLimits, watchMemory} from './memory-watch.ts';
import {nothingHeard} from './tape.ts';
import {unpackDigest, type WorkerAnswer, type WorkerOrder} from './worker-messages.ts';

export type WorkerLimits = {readonly maxHeapMebibytes: number; readonly maxDigestMilliseconds: Milliseconds};

/** One worker from its start to its end; it does not come back. */
export type WorkerThread = {
	readonly digest: (request: DigestRequest) => Promise<Decoded<Digest>>;
	readonly hasEnded: () => boolean;
	readonly end: () => Promise<void>;
};

type Waiting = {readonly settle: (digest: Decoded<Digest>) => void; readonly stopWatching: () => void};

const maxMessageCharacters = 120;

/** Starts a worker. Whatever ends it comes out as failed digests of what it had not answered yet. */
export function startWorkerThread(url: URL, limits: WorkerLimits): WorkerThread {
	const worker = new Worker(url, {
		resourceLimits: {maxOldGenerationSizeMb: limits.maxHeapMebibytes},
		// What a worker writes would land in the middle of the screen.
		stdout: true,
		stderr: true,
	});
	const waiting = new Map<number, Waiting>();
	const heard = nothingHeard();
	let lastOrder = 0;
	let endedBecause: string | undefined;

	const settle = (order: number, digested: Decoded<Digest>) => {
		waiting.get(order)?.stopWatching();
		waiting.get(order)?.settle(digested);
		waiting.delete(order);
	};
	const fail = (reason: string) => {
		endedBecause ??= reason;
		for (const order of [...waiting.keys()]) {
			settle(order, {ok: false, reason: endedBecause});
		}
	};
	const end = async (reason: string) => {
		fail(reason);
		await worker.terminate();
	};

	worker.on('message', ({order, digest}: WorkerAnswer) => {
		const digested = digest.ok ? {...digest, value: unpackDigest(digest.value, heard)} : digest;
		// To unpack and to use what is in a large dump takes long enough for a key to come in between; it is read in the
		// turn of the event loop after the one that is on now.
		setImmediate(() => setImmediate(() => settle(order, digested)));
	});
	worker.on('error', error => fail(reasonOf(error, limits)));
	worker.on('exit', () => fail('impossible to read: the reader stopped'));

	return {
		digest: request =>
			new Promise(resolve => {
				if (endedBecause !== undefined) {
					resolve({ok: false, reason: endedBecause});
					return;
				}

				const tooLong = `more than could be read in ${formatMilliseconds(limits.maxDigestMilliseconds)}`;
				const timer = setTimeout(() => void end(tooLong), limits.maxDigestMilliseconds);
				const stopMemoryWatch = keepsHeapLimits
					? undefined
					: watchMemory(limits.maxHeapMebibytes, () => void end(tooMuchMemory(limits)));
				const stopWatching = () => {
					clearTimeout(timer);
					stopMemoryWatch?.();
				};
				lastOrder += 1;
				waiting.set(lastOrder, {settle: resolve, stopWatching});
				const bytes = withOwnBuffer(request.bytes);
				const message: WorkerOrder = {order: lastOrder, request: {...request, bytes}};
				worker.postMessage(message, [bytes.buffer]);
			}),
		hasEnded: () => endedBecause !== undefined,
		end: () => end('left unread, as the program is ending'),
	};
}

/** Node keeps small buffers together in one block of memory, which cannot be given away. */
function withOwnBuffer(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
	const {buffer} = bytes;
	return buffer instanceof ArrayBuffer && bytes.length === buffer.byteLength
		? new Uint8Array(buffer)
		: new Uint8Array(bytes);
}

function tooMuchMemory({maxHeapMebibytes}: WorkerLimits): string {
	return `more than could be read in ${maxHeapMebibytes} MiB of memory`;
}

function reasonOf(error: unknown, limits: WorkerLimits): string {
	if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
		return tooMuchMemory(limits);
	}

	const message = safeText(String(error).slice(0, maxMessageCharacters));
	return `impossible to read: the reader failed (${message})`;
}
