import {decodeDump} from '../../../source/decode/dump.ts';
import {decodeProfile} from '../../../source/decode/pprof.ts';
import {tapeDump, untapeDump} from '../../../source/live/taped-dump.ts';
import {
	tapeContention,
	tapeGoroutines,
	untapeContention,
	untapeGoroutines,
} from '../../../source/live/taped-snapshot.ts';
import {groupContention} from '../../../source/profile/contention-snapshot.ts';
import {groupGoroutines} from '../../../source/profile/goroutine-snapshot.ts';
import {groupDump} from '../../../source/profile/group-dump.ts';
import {mustEqual} from '../must.ts';
import type {FuzzTarget} from '../target.ts';
import {dumpSeeds, dumpTarget} from './dump.ts';
import {profileSeeds, profileTarget} from './profile.ts';

/** What goes from the worker to the program on tape arrives as it was, whatever the target sent. */
export const tapesTarget: FuzzTarget = {
	name: 'tapes',
	seeds: () => [...profileSeeds(), ...dumpSeeds()],
	words: [...profileTarget.words, ...dumpTarget.words],
	maxBytes: 8192,
	check(input) {
		const profile = decodeProfile(input);
		if (profile.ok) {
			const goroutines = groupGoroutines(profile.value, undefined);
			mustEqual(
				untapeGoroutines(tapeGoroutines(goroutines)),
				goroutines,
				'goroutines differ behind the tape',
			);
			const contention = groupContention(profile.value, 'mutex', undefined);
			mustEqual(
				untapeContention(tapeContention(contention)),
				contention,
				'contention differs behind the tape',
			);
		}
		const dump = decodeDump(input);
		if (dump.ok) {
			const snapshot = groupDump(dump.value, undefined);
			mustEqual(untapeDump(tapeDump(snapshot)), snapshot, 'a dump differs behind the tape');
		}
	},
};
