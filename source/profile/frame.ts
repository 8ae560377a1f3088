import type {Count} from './units.ts';

/**
 * One function call on a stack, as the target named it. `functionName` is Go's full symbol
 * (`net/http.(*conn).serve`); `file` is the path recorded at build time, or '' when unknown; `line` is 0 when unknown.
 */
export type Frame = {
	readonly functionName: string;
	readonly file: string;
	readonly line: Count;
};

/** Innermost call first, as pprof and Go's tracebacks print them. */
export type Stack = readonly Frame[];
