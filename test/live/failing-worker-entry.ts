import {parentPort} from 'node:worker_threads';

parentPort?.on('message', () => {
	throw new Error('a \u001b[31mbug');
});
