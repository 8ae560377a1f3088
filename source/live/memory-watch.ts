import process from 'node:process';

const intervalMilliseconds = 50;
const bytesPerMebibyte = 1024 * 1024;

/** Bun takes a limit for the heap of a worker and does not keep it. */
export const keepsHeapLimits = process.versions['bun'] === undefined;

/** Calls `tooMuch` once when the process has grown by more than that, unless the function it gives was called before. */
export function watchMemory(maxGrowthMebibytes: number, tooMuch: () => void): () => void {
	const maxBytes = process.memoryUsage.rss() + maxGrowthMebibytes * bytesPerMebibyte;
	const timer = setInterval(() => {
		if (process.memoryUsage.rss() > maxBytes) {
			clearInterval(timer);
			tooMuch();
		}
	}, intervalMilliseconds);
	return () => clearInterval(timer);
}
