import type {ContendedLock, DumpSnapshot, DumpWait, DumpWaiter} from '../../source/profile/dump-snapshot.ts';
import type {Stack} from '../../source/profile/frame.ts';
import {siteOf} from '../../source/profile/site.ts';
import {waitContextOf} from '../../source/profile/wait-context.ts';
import {profileOf} from '../detectors/draw.ts';

/** The stack that a story draws for a place such as `cache.(*LRU).Get[mutex]`. */
export function stackAt(place: string): Stack {
	return profileOf([{place, values: [1]}]).samples[0]?.stack ?? [];
}

/** One goroutine of a dump, waiting at a place; what is not said is unknown. */
export function waiterAt(
	place: string,
	number: number,
	known: Partial<DumpWaiter & DumpWait> = {},
): DumpWaiter {
	const stack = stackAt(place);
	const site = siteOf(stack, undefined);
	const {lock, lockObject, createdBy: creator, ...wait} = known;
	return {
		number,
		wait: {
			site,
			state: site.kind === 'mutex' ? 'sync.Mutex.Lock' : site.kind,
			waitMinutes: undefined,
			isLeaked: false,
			stack,
			offspring: 'none',
			labels: [],
			context: waitContextOf(stack, undefined),
			...wait,
		},
		lock,
		lockObject,
		createdBy: creator,
	};
}

export function dumpOf(
	waiters: readonly DumpWaiter[],
	locks: readonly ContendedLock[] = [],
	known: Partial<DumpSnapshot> = {},
): DumpSnapshot {
	return {
		total: waiters.length,
		isCut: false,
		waiters,
		waiterCount: waiters.length,
		locks,
		hasCreators: true,
		...known,
	};
}

/** `go` in a function of a package of the shop, by goroutine `number`. */
export function createdBy(functionName: string, number: number, state: 'there' | 'gone') {
	const package_ = functionName.slice(0, functionName.indexOf('.'));
	const frame = {
		functionName: `example.com/shop/${functionName}`,
		file: `/src/shop/${package_}/${package_}.go`,
		line: 31,
	};
	return {frame, goroutine: number, state} as const;
}
