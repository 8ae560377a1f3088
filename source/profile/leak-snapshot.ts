import type {SiteWaiters} from './goroutine-snapshot.ts';
import type {Count} from './units.ts';

/**
 * What the runtime's own `goroutineleak` profile (Go 1.27; Go 1.26 as an experiment) found: goroutines blocked for ever on
 * something that nothing runnable can reach. It accuses nobody wrongly; what globals still reach it does not find.
 */
export type LeakSnapshot = {readonly total: Count; readonly sites: readonly SiteWaiters[]};
