import {isMainThread, parentPort, Worker} from 'node:worker_threads';
import {Profile} from 'pprof-format';

/** Whether node:http, which undici loads and nothing else here does, is loaded in this thread. */
const isHttpLoaded = (): boolean => Reflect.get(process, 'moduleLoadList').includes('NativeModule http');

const report = (facts: object) => process.stdout.write(JSON.stringify(facts));

const drawWithUndici = async () => {
	const before = isHttpLoaded();
	const {drawSampleScreens} = await import('./sample-screens.tsx');
	const frames = await drawSampleScreens({columns: 40, rows: 10});
	const afterDrawing = isHttpLoaded();
	const {Client} = await import('undici');
	report({
		before,
		afterDrawing,
		afterUndici: isHttpLoaded(),
		frames: frames.filter(frame => /[0-9µ]+$/.test('12µ') && frame !== '').length,
		client: typeof Client,
		profile: typeof Profile,
	});
};

const askWorker = () => {
	const worker = new Worker(new URL(import.meta.url));
	worker.once('message', (message: object) => {
		report(message);
		void worker.terminate();
	});
};

if (!isMainThread) {
	parentPort?.postMessage({isWorker: true, isHttpLoaded: isHttpLoaded()});
} else if (process.argv[2] === 'worker') {
	askWorker();
} else {
	await drawWithUndici();
}
