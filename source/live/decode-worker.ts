import {parentPort} from 'node:worker_threads';
import {digest} from './digest.ts';
import {createDigestMemory} from './digest-memory.ts';
import {createTapeMemory} from './tape-memory.ts';
import {packDigest, type WorkerAnswer, type WorkerOrder} from './worker-messages.ts';

/** What a worker of the decoder does until it is terminated. Does nothing outside of a worker thread. */
export function runDecodeWorker(): void {
	const port = parentPort;
	const memory = createDigestMemory();
	const tapeMemory = createTapeMemory();
	port?.on('message', ({order, request}: WorkerOrder) => {
		const digested = digest(request, memory);
		const {buffer} = request.bytes;
		if (buffer instanceof ArrayBuffer) {
			// Given back at once: a worker at rest collects nothing, and would keep the last bodies, 64 MB of them.
			buffer.transfer(0);
		}

		if (!digested.ok) {
			port.postMessage({order, digest: digested} satisfies WorkerAnswer);
			return;
		}

		const value = packDigest(digested.value, tapeMemory.written(memory.interned.generation()));
		const answer: WorkerAnswer = {order, digest: {...digested, value}};
		port.postMessage(answer, 'tape' in value ? [value.tape.numbers.buffer] : []);
	});
}
