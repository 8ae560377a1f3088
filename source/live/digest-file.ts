import {type Recognised, recognise} from '../decode/recognise.ts';
import {groupContention} from '../profile/contention-snapshot.ts';
import {countDump, countLeaks} from '../profile/count-dump.ts';
import type {Decoded} from '../profile/decoded.ts';
import {createDumpedSites} from '../profile/dumped-site.ts';
import type {FileEvidence} from '../profile/file-evidence.ts';
import {groupGoroutines} from '../profile/goroutine-snapshot.ts';
import {groupDump} from '../profile/group-dump.ts';
import {groupHeap} from '../profile/group-heap.ts';
import {learnOwnRoot} from '../profile/origin.ts';

/**
 * Turns a saved dump or profile, whatever it is, into what can be judged of it.
 *
 * @param settled the folder of the people's own code, where another file told it already
 */
export function digestFile(bytes: Uint8Array, settled: string | undefined): Decoded<FileEvidence> {
	const recognised = recognise(bytes);
	return recognised.ok ? {...recognised, value: evidenceOf(recognised.value, settled)} : recognised;
}

function evidenceOf(recognised: Recognised, settled: string | undefined): FileEvidence {
	if (recognised.kind === 'dump') {
		const {dump} = recognised;
		const ownRoot = settled ?? learnOwnRoot(dump.goroutines.map(({stack}) => stack));
		const sites = createDumpedSites(ownRoot);
		return {
			kind: 'dump',
			dump: groupDump(dump, ownRoot, sites),
			goroutines: countDump(dump, ownRoot, sites),
			leaks: countLeaks(dump, ownRoot, sites),
			takenAtUnixMilliseconds: undefined,
			durationNanoseconds: 0,
			executable: undefined,
			buildId: undefined,
			ownRoot,
		};
	}

	const {kind, profile} = recognised;
	const {takenAtUnixMilliseconds, durationNanoseconds, executable, buildId} = profile;
	const ownRoot = settled ?? learnOwnRoot(profile.samples.map(({stack}) => stack));
	const about = {takenAtUnixMilliseconds, durationNanoseconds, executable, buildId, ownRoot};
	switch (kind) {
		case 'goroutine':
		case 'goroutineleak': {
			return {...about, kind, goroutines: groupGoroutines(profile, ownRoot)};
		}

		case 'block':
		case 'mutex': {
			return {...about, kind, contention: groupContention(profile, kind, ownRoot)};
		}

		case 'heap': {
			return {...about, kind, heap: groupHeap(profile, ownRoot)};
		}
	}
}
