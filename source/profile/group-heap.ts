import type {HeapSnapshot} from './heap-snapshot.ts';
import type {Profile} from './profile.ts';

/** Groups a heap profile by allocation site. */
export function groupHeap(_profile: Profile, _ownRoot: string | undefined): HeapSnapshot {
	return {inuseBytes: 0, sites: new Map(), timerObjects: 0, timerSite: undefined};
}
