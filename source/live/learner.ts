import type {ContentionProfile, ContentionSnapshot} from '../profile/contention-snapshot.ts';
import {fallenProfile, type IndexPage} from '../profile/index-page.ts';
import {isSameProcess, type MemoryStats} from '../profile/memory-stats.ts';
import type {RuntimeMetrics} from '../profile/runtime-metrics.ts';
import {
	type Count,
	type Milliseconds,
	millisecondsPerMinute,
	type UnixMilliseconds,
} from '../profile/units.ts';
import type {TargetEvent} from '../session/event.ts';
import type {Digest, OwnRoot} from './digest.ts';
import type {EndpointName} from './endpoint.ts';
import type {ErrandDesk} from './errand-desk.ts';
import {isNoticeable} from './noticeable-pace.ts';
import type {Pace, Schedule} from './schedule.ts';

/** Tells the session what was read, and has asked again what a reading puts in doubt. */
export type Learner = {
	readonly learn: (
		digest: Digest,
		reply: {readonly at: UnixMilliseconds; readonly elapsedMilliseconds: Milliseconds},
	) => void;
	/** Undefined until the first profile settles it. */
	readonly ownRoot: () => OwnRoot | undefined;
	/** As the newest index page has it. */
	readonly goroutines: () => Count | undefined;
	/** Block profiling is known to be on, until another process answers: there is nothing to probe for. */
	readonly blockIsOn: () => boolean;
	/** How many processes answered before this one, as far as is known. */
	readonly processesBefore: () => Count;
	/** Nothing that is known of the process holds any more. */
	readonly forgetProcess: () => void;
};

type Profiling = Extract<TargetEvent, {readonly type: 'profiling-known'}>['profiling'];

/** For what a target does not have, and is unlikely to get while it runs. */
export const restMilliseconds: Milliseconds = 5 * millisecondsPerMinute;

/** Between two times at which everything is asked for at once, as of another process. */
const hurryPauseMilliseconds: Milliseconds = millisecondsPerMinute;

/** A profile that is not recorded says nothing new until somebody switches it on. */
const offRestMilliseconds: Milliseconds = 10_000;

export function createLearner({
	tell,
	now,
	schedule,
	desk,
}: {
	readonly tell: (event: TargetEvent) => void;
	readonly now: () => UnixMilliseconds;
	readonly schedule: Schedule;
	readonly desk: ErrandDesk;
}): Learner {
	let ownRoot: OwnRoot | undefined;
	let identity: {readonly executable: string; readonly buildId: string | undefined} | undefined;
	let index: IndexPage | undefined;
	let stats: MemoryStats | undefined;
	const states = new Map<ContentionProfile, Profiling['state']>();
	let pace: Pace | undefined;
	const snapshots = new Map<ContentionProfile, ContentionSnapshot>();
	let processesBefore: Count = 0;

	/** Behind a balancer each answer may be another process: what comes at once after each would then come all the time. */
	const hurriedAt = new Map<string, UnixMilliseconds>();
	const isSeldom = (what: string): boolean => {
		const before = hurriedAt.get(what);
		if (before !== undefined && now() - before < hurryPauseMilliseconds) {
			return false;
		}

		hurriedAt.set(what, now());
		return true;
	};
	/** A new process is there of which not all has been asked for. */
	let isProcessUnasked = false;
	const askNewProcess = (noticedBy: EndpointName) => {
		if (isProcessUnasked && isSeldom('process')) {
			isProcessUnasked = false;
			schedule.forgetProcess();
			schedule.hurry('block-probe');
			schedule.hurryAll(noticedBy);
		}
	};
	const forgetProcess = () => {
		processesBefore += 1;
		index = undefined;
		stats = undefined;
		states.clear();
		snapshots.clear();
		desk.forgetProcess();
		isProcessUnasked = true;
	};
	const beginProcess = (noticedBy: EndpointName) => {
		forgetProcess();
		askNewProcess(noticedBy);
	};

	const learnIndex = (read: IndexPage, pollMilliseconds: Milliseconds) => {
		if (index !== undefined && fallenProfile(index, read) !== undefined) {
			beginProcess('index');
		}

		askNewProcess('index');
		index = read;
		const goroutines = index.counts.get('goroutine');
		schedule.countGoroutines(goroutines);
		desk.countGoroutines(goroutines);
		desk.listLeaks(index.counts.has('goroutineleak'));
		tell({type: 'index-read', at: now(), index, pollMilliseconds});
		const paced = schedule.pace();
		if (isNoticeable(pace, paced)) {
			pace = paced;
			tell({type: 'paced', at: now(), ...paced});
		}
	};

	const learnGoroutines = (digest: Extract<Digest, {kind: 'goroutine'}>) => {
		const {executable, buildId, snapshot} = digest;
		ownRoot ??= digest.ownRoot;
		const isKnown = identity?.executable === executable && identity?.buildId === buildId;
		if (executable !== undefined && !isKnown) {
			if (identity !== undefined) {
				beginProcess('goroutine');
			}

			identity = {executable, buildId};
			tell({type: 'identified', at: now(), executable, buildId, ownRoot: ownRoot.folder});
		}

		tell({type: 'goroutines-read', at: now(), snapshot});
	};

	const learnContention = (snapshot: ContentionSnapshot, countedAt: UnixMilliseconds) => {
		// Had the goroutine profile told where the people's own code is, it would be known by now.
		ownRoot ??= {folder: undefined};
		const {profile, contentions, delayNanoseconds} = snapshot;
		const before = snapshots.get(profile) ?? snapshot;
		snapshots.set(profile, snapshot);
		if (
			profile === 'mutex' &&
			(contentions < before.contentions || delayNanoseconds < before.delayNanoseconds)
		) {
			// Up to Go 1.19 the counters are multiplied by the sampling period of the moment.
			if (isSeldom('mutex-header')) {
				schedule.hurry('mutex-header');
			}
		} else if (
			profile === 'block' &&
			states.get('block') !== 'on' &&
			contentions > before.contentions &&
			isSeldom('block-probe')
		) {
			schedule.hurry('block-probe');
		}

		if (states.get(profile) === 'off' && contentions === before.contentions) {
			schedule.rest(profile, offRestMilliseconds);
		}

		tell({type: 'contention-read', at: now(), snapshot, countedAt});
	};

	const learnMemory = (read: MemoryStats) => {
		if (stats !== undefined && isSameProcess(stats, read) === false) {
			beginProcess('heap');
		}

		stats = read;
		tell({type: 'memory-read', at: now(), stats});
	};

	const learnMetrics = (metrics: RuntimeMetrics) => {
		if (Object.keys(metrics).length === 0) {
			schedule.rest('metrics', restMilliseconds);
		} else {
			tell({type: 'metrics-read', at: now(), metrics});
		}
	};

	const learnProfiling = (profile: ContentionProfile, profiling: Profiling) => {
		if (states.get(profile) === 'off' && profiling.state === 'on') {
			schedule.hurry(profile);
		}

		states.set(profile, profiling.state);
		tell({type: 'profiling-known', at: now(), profile, profiling});
	};

	return {
		learn(digest, {at, elapsedMilliseconds}) {
			switch (digest.kind) {
				case 'index': {
					return learnIndex(digest.index, elapsedMilliseconds);
				}

				case 'goroutine': {
					return learnGoroutines(digest);
				}

				case 'block':
				case 'mutex': {
					return learnContention(digest.snapshot, at);
				}

				case 'mutex-header': {
					const period = digest.samplingPeriod;
					return learnProfiling('mutex', period === 0 ? {state: 'off'} : {state: 'on', period});
				}

				case 'block-probe': {
					return learnProfiling('block', digest.isOn ? {state: 'on', period: undefined} : {state: 'off'});
				}

				case 'heap': {
					return learnMemory(digest.stats);
				}

				case 'metrics': {
					return learnMetrics(digest.metrics);
				}

				case 'heap-profile': {
					return tell({type: 'heap-profile-read', at: now(), snapshot: digest.snapshot});
				}

				case 'dump': {
					return tell({type: 'dump-read', at: now(), snapshot: digest.snapshot, elapsedMilliseconds});
				}

				case 'leaks': {
					return tell({type: 'leaks-read', at: now(), snapshot: digest.snapshot, elapsedMilliseconds});
				}
			}
		},
		ownRoot: () => ownRoot,
		goroutines: () => index?.counts.get('goroutine'),
		blockIsOn: () => states.get('block') === 'on',
		processesBefore: () => processesBefore,
		forgetProcess,
	};
}
