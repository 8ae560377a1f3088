import {blockProfilingIsOn} from '../../../source/decode/block-probe.ts';
import {maxTextBytes} from '../../../source/decode/bounds.ts';
import {createInterned} from '../../../source/decode/interned.ts';
import {decodeProfile} from '../../../source/decode/pprof.ts';
import {contentionIndexes, goroutineCountIndex, heapIndexes} from '../../../source/decode/sample-types.ts';
import {groupContention} from '../../../source/profile/contention-snapshot.ts';
import {groupGoroutines} from '../../../source/profile/goroutine-snapshot.ts';
import {groupHeap} from '../../../source/profile/group-heap.ts';
import {learnOwnRoot} from '../../../source/profile/origin.ts';
import type {Profile} from '../../../source/profile/profile.ts';
import {encodedProfile} from '../../decode/encoded-profile.ts';
import {captured} from '../inputs.ts';
import {must, mustBeCount, mustBeDecoded, mustEqual, mustSumTo} from '../must.ts';
import type {FuzzTarget} from '../target.ts';
import {longestTextBytes, referenceProfile} from './reference-profile.ts';

/** A stack may be this much longer than the input, as one location can stand for many inlined calls. */
const maxFramesPerByte = 8;

const ofAllInputs = createInterned();

export const profileTarget: FuzzTarget = {
	name: 'profile',
	seeds: profileSeeds,
	words: ['\n\0', '\x08\x01', '\x12\x02\x08\x01', '\x1a\x02\x08\x01', '\x22\x04\x08\x01\x10\x01'].concat(
		['\x2a\x02\x08\x01', '\x32\x00', '\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01', '\x80\x80\x80\x80\x10'],
		['goroutine', 'count', 'contentions', 'delay', 'nanoseconds', 'inuse_space', 'bytes', 'main.f', '/f.go'],
	),
	maxBytes: 8192,
	check(input) {
		const before = input.slice();
		const decoded = decodeProfile(input);
		mustEqual(input, before, 'the input was changed');
		mustBeDecoded(decoded, input.length);
		mustEqual(decodeProfile(input), decoded, 'the same bytes decode differently');
		mustEqual(decodeProfile(input, ofAllInputs), decoded, 'what was decoded before makes a difference');
		if (decoded.ok) {
			checkFrames(decoded.value, input.length);
			checkAgainstReference(decoded.value, input);
			checkGroups(decoded.value);
		}
	},
};

/** Small enough that a mutation hits something that matters. */
export function profileSeeds(): readonly Uint8Array[] {
	const drawn = (sampleTypes: readonly (readonly [string, string])[], values: readonly bigint[]) =>
		encodedProfile({
			sampleTypes,
			locations: [
				[['runtime.gopark', 3]],
				[
					['example.com/shop/worker.(*Pool).Run', 4],
					['main.main', 5],
				],
				[],
				[['net/http/pprof.handler.serveDeltaProfile', 7]],
			],
			samples: [
				{at: [0, 1], values, labels: [['tenant', 'acme']]},
				{at: [2, 1, 1], values, labels: [['bytes', 8]]},
				{at: [3], values},
				{at: [], values},
			],
			takenAtNanoseconds: 1_763_730_000_000_000_000n,
		});
	return [
		drawn([['goroutine', 'count']], [7n]),
		drawn([['goroutineleak', 'count']], [-1n]),
		drawn(
			[
				['contentions', 'count'],
				['delay', 'nanoseconds'],
			],
			[3n, 1n << 62n],
		),
		drawn(
			[
				['alloc_objects', 'count'],
				['alloc_space', 'bytes'],
				['inuse_objects', 'count'],
				['inuse_space', 'bytes'],
			],
			[9n, 900n, 4n, 400n],
		),
		...captured('mutex.pb.gz', 1),
		...captured('goroutineleak.pb.gz', 1),
		...captured('block-probe.pb.gz', 1),
	];
}

function checkFrames(profile: Profile, inputBytes: number): void {
	const width = profile.sampleTypes.length;
	let frames = 0;
	for (const {stack, values} of profile.samples) {
		must(values.length === width, 'a sample has more or fewer values than types');
		must(values.every(Number.isFinite), 'a value is not finite', values);
		frames += stack.length;
		for (const {line} of stack) must(Number.isFinite(line) && line >= 0, 'a line is below zero', line);
	}
	must(frames <= inputBytes * maxFramesPerByte, 'the stacks outgrow the input', frames);
}

function checkAgainstReference(profile: Profile, input: Uint8Array): void {
	const reference = referenceProfile(input);
	must(reference !== undefined, 'decoded, though pprof-format throws');
	const frames = reference.samples.reduce((sum, {stack}) => sum + stack.length, 0);
	// Beyond, frames are left out and names cut on purpose.
	if (frames <= input.length && longestTextBytes(input) <= maxTextBytes)
		mustEqual(profile, reference, 'not what pprof-format reads');
}

function checkGroups(profile: Profile): void {
	const ownRoot = learnOwnRoot(profile.samples.map(({stack}) => stack));
	must(typeof blockProfilingIsOn(profile) === 'boolean', 'the probe has no answer');
	if (goroutineCountIndex(profile) === 0) {
		const {total, sites, siteCount} = groupGoroutines(profile, ownRoot);
		must(total >= 0, 'the total is below zero', total);
		mustBeCount(siteCount, 'the number of sites');
		mustSumTo(
			sites.map(({count}) => count),
			total,
			'the sites',
		);
		for (const {count, groups, groupCount} of sites) {
			must(count > 0, 'a site without goroutines', count);
			const counts = groups.map(group => group.count);
			if (groupCount === groups.length) mustSumTo(counts, count, 'the groups of a site');
		}
	}
	if (contentionIndexes(profile)?.contentions === 0) {
		const grouped = groupContention(profile, 'block', ownRoot);
		mustSumTo(
			grouped.sites.map(site => site.delayNanoseconds),
			grouped.delayNanoseconds,
			'the delays',
		);
		mustSumTo(
			grouped.sites.map(site => site.contentions),
			grouped.contentions,
			'the contentions',
		);
	}
	if (heapIndexes(profile) !== undefined) {
		const heap = groupHeap(profile, ownRoot);
		mustSumTo(
			[...heap.sites.values()].map(site => site.inuseBytes),
			heap.inuseBytes,
			'the bytes in use',
		);
		must(heap.timerObjects >= 0, 'fewer timers than none', heap.timerObjects);
	}
}
