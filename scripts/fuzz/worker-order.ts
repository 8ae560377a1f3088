import type {Finding} from './fuzz-loop.ts';

export type WorkerOrder = {
	readonly targetName: string;
	readonly bundleFile: string;
	/** How many counters the bundle has. */
	readonly counters: number;
	readonly corpus: readonly Uint8Array[];
	readonly minutes: number;
	readonly seed: number;
	/** Of the inputs that are kept, in all. */
	readonly corpusBytes: number;
	/** The input at work, for the case that nothing comes of it. */
	readonly shared: SharedArrayBuffer;
};

/** How far it is; `corpus` comes with the last one. */
export type WorkerReport = {
	readonly executions: number;
	readonly inputs: number;
	readonly blocks: number;
	readonly findings: readonly Finding[];
	readonly corpus: readonly Uint8Array[] | undefined;
};

/** `serial` goes up with each input. */
export function lastInputIn(shared: SharedArrayBuffer) {
	return {
		length: new Uint32Array(shared, 0, 1),
		serial: new Uint32Array(shared, 4, 1),
		bytes: new Uint8Array(shared, 8),
	};
}
