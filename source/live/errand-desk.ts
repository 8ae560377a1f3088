import type {Count, Milliseconds, UnixMilliseconds} from '../profile/units.ts';
import type {ErrandMode, ErrandName, Errands} from '../session/session.ts';

/** What the sampler is told of errands, anew each time that it looks. */
export type ErrandSettings = {
	readonly errands: Errands;
	readonly modes: {readonly [name in ErrandName]: ErrandMode};
	/** From this many goroutines on, no dump is taken regularly. */
	readonly dumpLimitGoroutines: Count;
	/** When the watch ends, where that is known: the last regular dump is taken shortly before. */
	readonly endsAt: UnixMilliseconds | undefined;
};

/**
 * Knows when an errand is to be run. One that was asked for is due at once and leads to one request, however often it was
 * asked for until that begins. A regular one is due some time after the first goroutine profile of a process, and then as
 * its endpoint's pace says.
 */
export type ErrandDesk = {
	readonly isAsked: (name: ErrandName) => boolean;
	/** Whether it may be run without being asked for, as things are. */
	readonly isRegular: (name: ErrandName) => boolean;
	/** Undefined while nobody wants it. */
	readonly dueAt: (name: ErrandName) => UnixMilliseconds | undefined;
	/** Whoever asked for it so far is answered by what comes next. */
	readonly take: (name: ErrandName) => void;
	/** True once, when the end of the watch is near enough for the last regular dump. */
	readonly endIsNear: () => boolean;
	readonly countGoroutines: (goroutines: Count | undefined) => void;
	/** Whether the target has a leak profile, as its index says. */
	readonly listLeaks: (areListed: boolean) => void;
	/** A goroutine profile was tried: the process has begun to answer. */
	readonly beginProcess: () => void;
	readonly forgetProcess: () => void;
};

/** A second dump tells who has moved; the first comes when there is something to compare it with soon. */
const firstAfter: {readonly [name in ErrandName]: Milliseconds} = {dump: 3000, leaks: 10_000};

/** Enough for the dump to be taken, read and thought over. */
const beforeEnd: Milliseconds = 4000;

export function createErrandDesk({
	now,
	settings,
	pacedAt,
}: {
	readonly now: () => UnixMilliseconds;
	readonly settings: () => ErrandSettings;
	/** When the pace allows the next, from the one before; the past when there was none. */
	readonly pacedAt: (name: ErrandName) => UnixMilliseconds;
}): ErrandDesk {
	const taken: {[name in ErrandName]: Count} = {dump: 0, leaks: 0};
	let goroutines: Count | undefined;
	let leaksAreListed = false;
	let beganAt: UnixMilliseconds | undefined;
	let hasHurried = false;

	const isAsked = (name: ErrandName) => settings().errands[name] > taken[name];
	const isRegular = (name: ErrandName) => {
		const {modes, dumpLimitGoroutines} = settings();
		const isPossible =
			name === 'leaks' ? leaksAreListed : goroutines !== undefined && goroutines < dumpLimitGoroutines;
		return modes[name] === 'regularly' && isPossible;
	};

	return {
		isAsked,
		isRegular,
		dueAt(name) {
			if (isAsked(name)) {
				return now();
			}

			return beganAt !== undefined && isRegular(name)
				? Math.max(beganAt + firstAfter[name], pacedAt(name))
				: undefined;
		},
		take(name) {
			taken[name] = settings().errands[name];
		},
		endIsNear() {
			const {endsAt} = settings();
			const isNear = !hasHurried && endsAt !== undefined && now() >= endsAt - beforeEnd;
			hasHurried ||= isNear;
			return isNear;
		},
		countGoroutines(count) {
			goroutines = count;
		},
		listLeaks(areListed) {
			leaksAreListed = areListed;
		},
		beginProcess() {
			beganAt ??= now();
		},
		forgetProcess() {
			beganAt = undefined;
		},
	};
}
