import type {ContentionProfile} from '../profile/contention-snapshot.ts';
import {safeText} from '../profile/safe-text.ts';
import type {Scene} from './scene.ts';

/** Nothing shown must not be taken for nothing there: says which of the two it is, as far as it is known. */
export function whyNothing(profile: ContentionProfile, {known, session}: Scene): string {
	const {profiling, takenAt, readings} = known.history[profile];
	const failure = session.profileFailures.get(profile);
	if (failure !== undefined) {
		return safeText(failure.sentence);
	}

	switch (profiling.state) {
		case 'off': {
			const call = profile === 'mutex' ? 'SetMutexProfileFraction(10)' : 'SetBlockProfileRate(1_000_000)';
			return `not recorded: ${profile} profiling is off in the target; runtime.${call} switches it on`;
		}

		case 'missing': {
			return `the target serves no ${profile} profile`;
		}

		default: {
			if (takenAt === undefined) {
				return 'not read yet';
			}

			if (profiling.state === 'unknown') {
				return 'nothing recorded, and whether the target records at all is not known';
			}

			return readings < 2 ? 'nothing yet: rates begin with the second reading' : 'nothing recorded here';
		}
	}
}
