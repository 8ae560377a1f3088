import type {DumpWaiter} from '../profile/dump-snapshot.ts';
import type {Finding} from './detector.ts';

/** A write to an io.Pipe: it waits in a select of Go's own, and is a send all the same. */
export function isPipeWrite({wait: {site, stack}}: DumpWaiter): boolean {
	return site.kind === 'select' && stack.some(({functionName}) => functionName === 'io.(*pipe).write');
}

export const pipeWriteAdvice: Pick<Finding, 'why' | 'nextStep' | 'shortStep'> = {
	why: 'A write to an io.Pipe waits until all of it is read, and hardly ever for minutes by design: its reader has gone, or is stuck itself.',
	nextStep:
		'Read to the end or close the reader (CloseWithError) on every path, errors and timeouts included: the write then returns.',
	shortStep: 'close the reader',
};
