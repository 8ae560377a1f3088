import type {Failure} from '../profile/failure.ts';
import type {UnixMilliseconds} from '../profile/units.ts';
import type {TargetEvent} from '../session/event.ts';
import type {ErrandName} from '../session/session.ts';
import {contentionOf, type EndpointName, isErrand} from './endpoint.ts';
import type {ErrandDesk} from './errand-desk.ts';
import {type Learner, restMilliseconds} from './learner.ts';
import type {Schedule} from './schedule.ts';

/** Tells the session what could not be read, and settles when it is tried again. */
export function createLossTeller({
	tell,
	now,
	schedule,
	desk,
	learner,
}: {
	readonly tell: (event: TargetEvent) => void;
	readonly now: () => UnixMilliseconds;
	readonly schedule: Schedule;
	readonly desk: ErrandDesk;
	readonly learner: Pick<Learner, 'forgetProcess'>;
}): (name: EndpointName, failure: Failure) => void {
	const loseErrand = (name: ErrandName, failure: Failure, nextTryAt: UnixMilliseconds | undefined) => {
		const profile = name === 'leaks' ? 'goroutineleak' : name;
		tell({type: 'profile-failed', at: now(), profile, failure, nextTryAt});
	};

	return (name, failure) => {
		const isMissing = failure.kind === 'no-such-profile' || failure.kind === 'not-found';
		if (name === 'metrics' || (name === 'heap-profile' && isMissing)) {
			// Most programs have no metrics where we look; what a missing heap profile means, its text form says already.
			schedule.rest(name, restMilliseconds);
			return;
		}

		if (isErrand(name)) {
			loseErrand(name, failure, desk.isRegular(name) ? schedule.failed(name, failure) : undefined);
			return;
		}

		const contention = contentionOf(name);
		if (contention !== undefined && failure.kind === 'no-such-profile') {
			schedule.rest(name, restMilliseconds);
			tell({type: 'profiling-known', at: now(), profile: contention, profiling: {state: 'missing'}});
			return;
		}

		const nextTryAt = schedule.failed(name, failure);
		if (name === 'index') {
			if (failure.kind === 'refused') {
				// Nobody is there: whoever answers next is another process.
				learner.forgetProcess();
			}

			tell({type: 'read-failed', at: now(), failure, nextTryAt});
			for (const errand of ['dump', 'leaks'] as const) {
				// By the time that somebody answers again, nobody may want it any more, and it may be another process.
				if (desk.isAsked(errand)) {
					desk.take(errand);
					loseErrand(errand, failure, undefined);
				}
			}
		} else if (name !== 'mutex-header' && name !== 'block-probe') {
			tell({type: 'profile-failed', at: now(), profile: name, failure, nextTryAt});
		}
	};
}
