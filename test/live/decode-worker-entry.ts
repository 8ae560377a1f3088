import {runDecodeWorker} from '../../source/live/decode-worker.ts';

runDecodeWorker();
