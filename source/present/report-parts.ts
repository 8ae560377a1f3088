import type {Stack} from '../profile/frame.ts';
import type {Site} from '../profile/site.ts';
import type {UnixMilliseconds} from '../profile/units.ts';

/** What several parts of a report for machines are made of. */

export function placeReport({frame, kind}: Site) {
	return {function: frame.functionName, file: frame.file, line: frame.line, kind};
}

export function stackReport(stack: Stack) {
	return stack.map(({functionName, file, line}) => ({function: functionName, file, line}));
}

export function isoTime(at: UnixMilliseconds): string {
	return new Date(at).toISOString();
}
