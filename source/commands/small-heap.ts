import process from 'node:process';

/** The newest Node that was measured with the flags; one that V8 does not know would be reported on the screen. */
const lastCheckedMajor = 26;

const flags = [
	// WebAssembly stays with the code of V8's baseline compiler: undici's HTTP parser is one function of 33 KB, and to compile
	// it again with the optimizing compiler takes 0.3 s and leaves 12 MB in the heap of the thread that does it, to save
	// microseconds in a program that reads a few answers a second. Both flags are needed, in Node 22, 24 and 26 alike.
	'--no-wasm-dynamic-tiering',
	'--no-wasm-tier-up',
	// The space of young objects does not grow. A screen redrawn for hours makes garbage slowly, and V8 lets that space grow
	// to 48 MB before it looks for any: 135 MB resident after 1500 frames of 200x50 instead of 83 MB, at the same CPU time,
	// and decoding of large profiles is not slower.
	'--semi-space-growth-factor=1',
];

/** Whether what is done to V8 was measured on this one. */
export const isCheckedNode = (): boolean =>
	process.versions['bun'] === undefined && Number.parseInt(process.versions.node, 10) <= lastCheckedMajor;

/** Keeps the process small, on Node. The flags are read whenever they matter, so that setting them at run time works. */
export function keepHeapSmall(): void {
	if (isCheckedNode()) {
		// Loaded here, as it takes 3 ms: the first frame comes before.
		const {setFlagsFromString} = process.getBuiltinModule('node:v8');
		for (const flag of flags) {
			setFlagsFromString(flag);
		}
	}
}
