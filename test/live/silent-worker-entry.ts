import {parentPort} from 'node:worker_threads';

// Takes every order and answers none.
parentPort?.on('message', () => {});
