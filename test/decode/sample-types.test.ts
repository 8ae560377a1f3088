import {expect, test} from 'vitest';
import {decodeProfile} from '../../source/decode/pprof.ts';
import {
	contentionIndexes,
	goroutineCountIndex,
	heapIndexes,
	valueIndex,
} from '../../source/decode/sample-types.ts';
import {encodedProfile} from './encoded-profile.ts';
import {decodedValue} from './outcome.ts';

function profileOf(...sampleTypes: [string, string][]) {
	return decodedValue(decodeProfile(encodedProfile({sampleTypes, locations: [], samples: []})));
}

const goroutine = profileOf(['goroutine', 'count']);
const block = profileOf(['contentions', 'count'], ['delay', 'nanoseconds']);
const heap = profileOf(
	['alloc_objects', 'count'],
	['alloc_space', 'bytes'],
	['inuse_objects', 'count'],
	['inuse_space', 'bytes'],
);

test('each kind of profile is known by its sample types', () => {
	expect(goroutineCountIndex(goroutine)).toBe(0);
	expect(goroutineCountIndex(profileOf(['goroutineleak', 'count']))).toBe(0);
	expect(contentionIndexes(block)).toEqual({contentions: 0, delayNanoseconds: 1});
	expect(heapIndexes(heap)).toEqual({allocatedObjects: 0, allocatedBytes: 1, inUseObjects: 2, inUseBytes: 3});
});

test('a profile of another kind has no such values', () => {
	expect(goroutineCountIndex(block)).toBeUndefined();
	expect(contentionIndexes(goroutine)).toBeUndefined();
	expect(heapIndexes(profileOf(['alloc_objects', 'count'], ['alloc_space', 'bytes']))).toBeUndefined();
});

test('a type with another unit is another type', () => {
	expect(valueIndex(profileOf(['delay', 'cycles']), 'delay', 'nanoseconds')).toBeUndefined();
});
