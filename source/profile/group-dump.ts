import type {Dump} from './dump.ts';
import type {DumpSnapshot} from './dump-snapshot.ts';

/** Reduces a dump to who waits for what. */
export function groupDump(dump: Dump, _ownRoot: string | undefined): DumpSnapshot {
	return {
		total: dump.goroutines.length,
		isCut: dump.cut,
		waiters: [],
		waiterCount: 0,
		locks: [],
		hasCreators: false,
	};
}
