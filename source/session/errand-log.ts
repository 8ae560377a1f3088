import type {WarningId} from '../detectors/warning.ts';
import type {Count, UnixMilliseconds} from '../profile/units.ts';
import type {ErrandName} from './session.ts';

/** How it stands with the errands that this session asked for. */
export type ErrandLog = {
	/** What was asked for and is not answered yet, with the goroutines there were. */
	readonly underWay: {readonly [name in ErrandName]: {readonly goroutines: Count} | undefined};
	/** The person was told what it costs; until then, the same key again takes it. */
	readonly offer:
		| {readonly name: ErrandName; readonly text: string; readonly until: UnixMilliseconds}
		| undefined;
	/** Warnings of this process for which a dump was taken, once for each dump, and when the newest of these was asked for. */
	readonly dumpedFor: readonly WarningId[];
	readonly dumpedForAt: UnixMilliseconds | undefined;
};

export const emptyErrandLog: ErrandLog = {
	underWay: {dump: undefined, leaks: undefined},
	offer: undefined,
	dumpedFor: [],
	dumpedForAt: undefined,
};
