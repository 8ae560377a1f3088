/**
 * Code for the top of the bundle that keeps the process small; these flags are read whenever they matter, so setting them
 * at run time works. A flag that V8 does not know would be reported on the screen, hence the upper bound.
 *
 * - WebAssembly stays with the code of V8's baseline compiler: undici's HTTP parser is one function of 33 KB, and compiling
 *   it again with the optimizing compiler takes 0.3 s and leaves 12 MB in the heap of the thread that does it, to save
 *   microseconds in a program that reads a few answers a second. Both flags are needed, in Node 22, 24 and 26 alike.
 * - The space of young objects does not grow. A screen redrawn for hours makes garbage slowly, and V8 lets that space grow
 *   to 48 MB before it looks for any: 135 MB resident after 1500 frames of 200x50 instead of 83 MB, at the same CPU time,
 *   and decoding of large profiles is not slower.
 *
 * @param {number} lastCheckedMajor the newest major version of Node that was measured with it
 */
export const smallHeap =
	lastCheckedMajor => `if (Number.parseInt(process.versions.node) <= ${lastCheckedMajor} && process.getBuiltinModule('node:worker_threads').isMainThread) {
	const {setFlagsFromString} = process.getBuiltinModule('node:v8');
	setFlagsFromString('--no-wasm-dynamic-tiering');
	setFlagsFromString('--no-wasm-tier-up');
	setFlagsFromString('--semi-space-growth-factor=1');
}`;
