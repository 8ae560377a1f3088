import type {ContentionProfile} from '../profile/contention-snapshot.ts';
import type {Profiling} from '../series/history.ts';
import {type Detector, type Finding, found, tooEarly} from './detector.ts';

type Words = Pick<Finding, 'headline' | 'why' | 'nextStep'>;

const words: {readonly [profile in ContentionProfile]: Words} = {
	mutex: {
		headline: 'mutex profiling is off: lock delay is unknown',
		why: 'The Go runtime records lock contention only when told to; no numbers here do not mean no contention.',
		nextStep:
			'Add runtime.SetMutexProfileFraction(10) to main: it records one contention in 10, at a cost too small to measure in most programs.',
	},
	block: {
		headline: 'block profiling is off: time waited is unknown',
		why: 'The Go runtime records waits at channels and locks only when told to; no numbers here do not mean no waiting.',
		nextStep:
			'Add runtime.SetBlockProfileRate(1_000_000) to main: it records about one wait per millisecond spent waiting and costs well under 1 %; a rate below 10_000 can cost several.',
	},
};

/** The target records no contention, so goroutop cannot see any. Says how to switch it on. */
export const profileOff: Detector<'profile-off'> = {
	id: 'profile-off',
	word: 'unmeasured',
	reads: ['mutex', 'block'],
	check(history) {
		const known = (['mutex', 'block'] as const).filter(name => history[name].profiling.state !== 'unknown');
		return known.length === 0
			? tooEarly
			: found(...known.filter(name => isOff(history[name].profiling)).map(findingOf));
	},
};

function isOff(profiling: Profiling): boolean {
	return profiling.state === 'off' || (profiling.state === 'on' && profiling.period === 0);
}

function findingOf(profile: ContentionProfile): Finding {
	return {
		subject: {kind: 'profile', name: profile},
		severity: 'info',
		...words[profile],
		shortStep: 'switch it on',
		confidence: 'confirmed',
		evidence: [{name: 'sampling', value: 0, unit: 'rate', text: 'off'}],
		since: undefined,
		stack: undefined,
		sites: [],
		absorbs: [],
	};
}
