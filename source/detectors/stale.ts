import {formatMilliseconds} from '../profile/quantity.ts';
import {type Detector, found} from './detector.ts';
import {durationEvidence} from './evidence.ts';

/** No good sample for several intervals: what the screen shows is old. */
export const stale: Detector<'stale'> = {
	id: 'stale',
	word: 'stale',
	reads: ['watch'],
	check({watch, beganAt}, {missedIntervals, leastSeconds}, at) {
		const {lastGoodAt, failure, intervalMilliseconds} = watch;
		const since = lastGoodAt ?? beganAt;
		const ageMilliseconds = at - since;
		if (ageMilliseconds < Math.max(missedIntervals * intervalMilliseconds, leastSeconds * 1000)) {
			return found();
		}

		const age = formatMilliseconds(ageMilliseconds);
		const sentence = failure?.failure.sentence ?? 'The target has not answered the last request yet.';
		return found({
			subject: {kind: 'watch'},
			severity: 'warning',
			headline: lastGoodAt === undefined ? `no data yet after ${age}` : `no new data for ${age}`,
			why: sentence,
			nextStep:
				'See whether the process still runs and its port answers from here; goroutop keeps trying, and goes on by itself when it answers.',
			shortStep: 'is it still running?',
			confidence: 'confirmed',
			evidence: [
				durationEvidence('age of the newest data', ageMilliseconds * 1e6),
				durationEvidence('interval', intervalMilliseconds * 1e6),
			],
			since,
			stack: undefined,
			sites: [],
			absorbs: [],
		});
	},
};
