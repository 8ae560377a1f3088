/**
 * Code for the top of the bundle that keeps the process small; both flags are read whenever they matter, so setting them
 * at run time works. A flag that V8 does not know would be reported on the screen, hence the upper bound.
 *
 * - The WebAssembly of the layout engine stays with the code of V8's baseline compiler. It lays out a screen of rows a few
 *   times a second; compiling it again with the optimizing one left 12 MB in the heaps of V8's threads: 104 MB resident
 *   instead of 92 MB while watching at 120x36, and no key later on the screen.
 * - The space of young objects does not grow. A screen redrawn for hours makes garbage slowly, and V8 lets that space grow
 *   to 48 MB before it looks for any: 135 MB resident after 1500 frames of 200x50 instead of 83 MB, at the same CPU time,
 *   and decoding of large profiles is not slower.
 *
 * @param {number} lastCheckedMajor the newest major version of Node that was measured with it
 */
export const smallHeap =
	lastCheckedMajor => `if (Number.parseInt(process.versions.node) <= ${lastCheckedMajor} && process.getBuiltinModule('node:worker_threads').isMainThread) {
	const {setFlagsFromString} = process.getBuiltinModule('node:v8');
	setFlagsFromString('--wasm-tiering-budget=1000000000');
	setTimeout(() => setFlagsFromString('--semi-space-growth-factor=1'), 250).unref();
}`;
