import type {DumpedGoroutine} from './dump.ts';
import type {GoroutineNumber} from './dump-snapshot.ts';

const requestReader = 'net/http.(*connReader).backgroundRead';

/**
 * The goroutines that served the observation. Each request being served also has a reader that waits for the client to
 * hang up: the one that it started, or any, where the dump does not say who started whom.
 */
export function dumpObservers(goroutines: readonly DumpedGoroutine[]): ReadonlySet<GoroutineNumber> {
	const observers = new Set(goroutines.filter(isObserver).map(({id}) => id));
	const readers = goroutines.filter(({stack}) => stack.at(-1)?.functionName === requestReader);
	const ours = readers.filter(({createdBy}) => observers.has(createdBy?.goroutineId ?? -1));
	const unnumbered = readers.filter(({createdBy}) => createdBy?.goroutineId === undefined);
	const left = [...ours, ...unnumbered].slice(0, observers.size);
	return new Set([...observers, ...left.map(({id}) => id)]);
}

function isObserver({stack}: DumpedGoroutine): boolean {
	return stack.some(frame => frame.functionName.startsWith('net/http/pprof.'));
}
