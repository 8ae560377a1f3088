/**
 * Code for the top of the bundle that keeps V8 from growing the space of young objects. A screen redrawn for hours
 * makes garbage slowly, and V8 lets that space grow to 48 MB before it looks for any: 135 MB resident after 1500
 * frames of 200x50 instead of 83 MB, at the same CPU time, and decoding of large profiles is not slower. The flag is
 * read whenever that space could grow. An unknown flag would be reported on the screen, hence the upper bound.
 *
 * @param {number} lastCheckedMajor the newest major version of Node that was measured with it
 */
export const smallHeap = lastCheckedMajor => `setTimeout(() => {
	if (Number.parseInt(process.versions.node) <= ${lastCheckedMajor} && process.getBuiltinModule('node:worker_threads').isMainThread) {
		process.getBuiltinModule('node:v8').setFlagsFromString('--semi-space-growth-factor=1');
	}
}, 250).unref();`;
