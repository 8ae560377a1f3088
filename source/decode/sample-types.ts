import type {Profile} from '../profile/profile.ts';

/** Where each sample of a goroutine profile has its number of goroutines; undefined for any other profile. */
export function goroutineCountIndex(profile: Profile): number | undefined {
	return valueIndex(profile, 'goroutine', 'count') ?? valueIndex(profile, 'goroutineleak', 'count');
}

/** Where each sample of a block or mutex profile has its two values; undefined for any other profile. */
export function contentionIndexes(
	profile: Profile,
): {readonly contentions: number; readonly delayNanoseconds: number} | undefined {
	const contentions = valueIndex(profile, 'contentions', 'count');
	const delayNanoseconds = valueIndex(profile, 'delay', 'nanoseconds');
	if (contentions === undefined || delayNanoseconds === undefined) return undefined;
	return {contentions, delayNanoseconds};
}

/** Where each sample of a heap or allocs profile has its four values; undefined for any other profile. */
export function heapIndexes(profile: Profile):
	| {
			readonly allocatedObjects: number;
			readonly allocatedBytes: number;
			readonly inUseObjects: number;
			readonly inUseBytes: number;
	  }
	| undefined {
	const allocatedObjects = valueIndex(profile, 'alloc_objects', 'count');
	const allocatedBytes = valueIndex(profile, 'alloc_space', 'bytes');
	const inUseObjects = valueIndex(profile, 'inuse_objects', 'count');
	const inUseBytes = valueIndex(profile, 'inuse_space', 'bytes');
	if (allocatedObjects === undefined || allocatedBytes === undefined) return undefined;
	if (inUseObjects === undefined || inUseBytes === undefined) return undefined;
	return {allocatedObjects, allocatedBytes, inUseObjects, inUseBytes};
}

/** The position of a sample type in every sample's `values`, found by both its name and its unit. */
export function valueIndex(profile: Profile, type: string, unit: string): number | undefined {
	const index = profile.sampleTypes.findIndex(entry => entry.type === type && entry.unit === unit);
	return index === -1 ? undefined : index;
}
