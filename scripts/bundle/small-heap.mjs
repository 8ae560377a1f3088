/**
 * Code for the top of the bundle that keeps V8 small. A screen redrawn for hours makes garbage slowly, and V8 lets the
 * space of young objects grow to 48 MB before it looks for any; and it compiles what runs often with a memory that a
 * monitor has no use for. Measured with `npm run bench own-cost`. They take effect after the
 * first frame, which they would hold up. Unknown flags would be reported on the screen, hence
 * the upper bound.
 *
 * @param {number} lastCheckedMajor the newest major version of Node that was measured with it
 */
export const smallHeap = lastCheckedMajor => `setTimeout(() => {
	if (Number.parseInt(process.versions.node) <= ${lastCheckedMajor} && process.getBuiltinModule('node:worker_threads').isMainThread) {
		process.getBuiltinModule('node:v8').setFlagsFromString('--optimize-for-size');
		process.getBuiltinModule('node:v8').setFlagsFromString('--semi-space-growth-factor=1');
	}
}, 50).unref();`;
