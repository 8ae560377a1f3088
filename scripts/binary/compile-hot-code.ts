import {bun} from './bun.ts';

/**
 * Compiling what a start runs through takes 20 to 40 ms of the cores that the start itself needs, and is in vain. Once
 * the screen is there code is compiled earlier, but still only what is really hot: anything less costs 20 MB.
 */
if (bun.isMainThread) {
	setTimeout(() => bun.unsafe.setJITPolicy(10), 2000).unref();
}
