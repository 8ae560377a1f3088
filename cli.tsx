import process from 'node:process';
import {isMainThread} from 'node:worker_threads';

// Each of the two loads what it needs: the decoding worker nothing of options and screen.
if (isMainThread) {
	const {main} = await import('./source/main.ts');
	const exitCode = await main(process.argv.slice(2), new URL(import.meta.url));
	// What was written must be out before the process is: a pipe may still be full.
	process.stdout.write('', () => process.exit(exitCode));
} else {
	const {runDecodeWorker} = await import('./source/live/decode-worker.ts');
	runDecodeWorker();
}
