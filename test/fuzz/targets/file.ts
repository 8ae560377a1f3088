import {digest} from '../../../source/live/digest.ts';
import {bytesOf, captured} from '../inputs.ts';
import {must, mustBeDecoded, mustEqual} from '../must.ts';
import type {FuzzTarget} from '../target.ts';
import {dumpSeeds} from './dump.ts';
import {profileSeeds} from './profile.ts';

/** A saved file of any kind, as `check --once` takes it: what it is, is found out by its bytes alone. */
export const fileTarget: FuzzTarget = {
	name: 'file',
	seeds: () => [
		...profileSeeds(),
		...dumpSeeds(),
		...captured('threadcreate.pb.gz', 1),
		...captured('mutex.debug1.txt', 1),
		bytesOf('level=info msg="x"\ngoroutine 1 [running]:\nmain.main()\n\t/app/main.go:1 +0x1\n'),
		new Uint8Array(Buffer.from('\ufeffgoroutine 1 [running]:\nmain.main()\n\t/a.go:1 +0x1\n', 'utf16le')),
	],
	words: [
		'goroutine 1 [running]:\n',
		'\ufeff',
		'cpu',
		'samples',
		'count',
		'threadcreate',
		'goroutineleak',
	].concat([
		'contentions',
		'delay',
		'nanoseconds',
		'inuse_space',
		'sync.(*Mutex).Unlock',
		'\n\t/f.go:1 +0x1d\n',
	]),
	maxBytes: 8192,
	check(input) {
		const request = {kind: 'file', bytes: input, ownRoot: undefined} as const;
		const digested = digest(request);
		// What is grouped repeats names of what it stands for.
		mustBeDecoded(digested, input.length * 4);
		mustEqual(digest(request), digested, 'the same file is digested differently');
		if (digested.ok) must(digested.value.kind === 'file', 'a file was digested as something else');
	},
};
