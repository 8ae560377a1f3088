import type {Dump, DumpedGoroutine} from './dump.ts';
import type {Creator, DumpWait, GoroutineNumber} from './dump-snapshot.ts';
import type {Stack} from './frame.ts';
import {packagePath} from './function-name.ts';
import type {Site} from './site.ts';
import type {Count} from './units.ts';

/** Who started whom in a dump, and who of them is left. */
export type DumpCreators = {
	/** Whether the creators' numbers are printed (Go 1.21 and later). */
	readonly areNumbered: boolean;
	readonly creatorOf: (goroutine: DumpedGoroutine) => Creator | undefined;
	readonly offspringOf: (goroutine: DumpedGoroutine, site: Site) => DumpWait['offspring'];
};

/** `goroutines` are those of the dump without our observers. */
export function dumpCreators(dump: Dump, goroutines: readonly DumpedGoroutine[]): DumpCreators {
	const areNumbered = dump.goroutines.some(({createdBy}) => createdBy?.goroutineId !== undefined);
	const numbers = new Set(dump.goroutines.map(({id}) => id));
	const parents = new Set(goroutines.flatMap(({createdBy}) => createdBy?.goroutineId ?? []));
	const siblings = areNumbered ? countsBy(goroutines, sourceOf) : new Map<string, Count>();
	const orphans = newestOrphans(goroutines, numbers);
	const startedBy = areNumbered ? new Map<string, Count>() : countsBy(goroutines, packageOfCreator);
	const functions = areNumbered ? new Set<string>() : functionsOn(dump.goroutines);

	function isThere({createdBy}: DumpedGoroutine): boolean {
		return createdBy?.goroutineId === undefined
			? functions.has(createdBy?.frame.functionName ?? '')
			: numbers.has(createdBy.goroutineId);
	}

	return {
		areNumbered,
		creatorOf(goroutine) {
			const {createdBy} = goroutine;
			const isKnown = createdBy !== undefined && (isThere(goroutine) || !dump.cut);
			return isKnown
				? {
						frame: createdBy.frame,
						goroutine: createdBy.goroutineId,
						state: isThere(goroutine) ? 'there' : 'gone',
					}
				: undefined;
		},
		offspringOf(goroutine, site) {
			if (dump.cut) {
				return 'unknown';
			}

			const itsPackage = packagePath(site.frame.functionName);
			if (!areNumbered) {
				const itself = packageOfCreator(goroutine) === itsPackage ? 1 : 0;
				return (startedBy.get(itsPackage) ?? 0) > itself ? 'some' : 'none';
			}

			// Who was started by a goroutine that is gone may descend from this one if it is younger.
			const mayDescend = (orphans.get(itsPackage) ?? 0) > goroutine.id;
			// Who waits for all to close their channel was itself started beside them, by the same function.
			const hasSiblings = (siblings.get(sourceOf(goroutine)) ?? 0) > 1;
			return parents.has(goroutine.id) || hasSiblings || mayDescend ? 'some' : 'none';
		},
	};
}

/** One call of one function, in so far as a dump tells; undefined where it does not say who started it. */
function sourceOf({createdBy}: DumpedGoroutine): string | undefined {
	return createdBy?.goroutineId === undefined
		? undefined
		: `${createdBy.goroutineId} ${createdBy.frame.functionName}`;
}

/** By the package of their creator: the highest number among those whose creator is gone. */
function newestOrphans(
	goroutines: readonly DumpedGoroutine[],
	numbers: ReadonlySet<GoroutineNumber>,
): ReadonlyMap<string, GoroutineNumber> {
	const newest = new Map<string, GoroutineNumber>();
	for (const goroutine of goroutines) {
		const creator = goroutine.createdBy?.goroutineId;
		if (creator !== undefined && !numbers.has(creator)) {
			const path = packageOfCreator(goroutine);
			newest.set(path, Math.max(newest.get(path) ?? 0, goroutine.id));
		}
	}

	return newest;
}

/** Goroutines by a key; those without one are in no count. */
function countsBy(
	goroutines: readonly DumpedGoroutine[],
	keyOf: (goroutine: DumpedGoroutine) => string | undefined,
): ReadonlyMap<string | undefined, Count> {
	const counts = new Map<string | undefined, Count>();
	for (const goroutine of goroutines) {
		const key = keyOf(goroutine);
		if (key !== undefined) {
			counts.set(key, (counts.get(key) ?? 0) + 1);
		}
	}

	return counts;
}

function packageOfCreator({createdBy}: DumpedGoroutine): string {
	return createdBy === undefined ? '' : packagePath(createdBy.frame.functionName);
}

function functionsOn(goroutines: readonly DumpedGoroutine[]): ReadonlySet<string> {
	const stacks = new Set<Stack>(goroutines.map(({stack}) => stack));
	return new Set([...stacks].flatMap(stack => stack.map(({functionName}) => functionName)));
}
