import {formatCount, formatDuration, formatMilliseconds} from '../profile/quantity.ts';
import {type Detector, found, tooEarly} from './detector.ts';
import {countEvidence, durationEvidence} from './evidence.ts';

/** The collector stopped the whole program for long. Only pauses between two readings count: older ones have no date here. */
export const gcPause: Detector<'gc-pause'> = {
	id: 'gc-pause',
	word: 'gc pause',
	reads: ['memory'],
	check(history, {warningMilliseconds, criticalMilliseconds}) {
		const {readings, newPauses} = history.memory;
		if (readings < 2) {
			return tooEarly;
		}

		const long = newPauses.filter(pause => pause.pauseNanoseconds > warningMilliseconds * 1e6);
		if (long.length === 0) {
			return found();
		}

		const longest = Math.max(...long.map(pause => pause.pauseNanoseconds));
		return found({
			subject: {kind: 'process'},
			severity: longest > criticalMilliseconds * 1e6 ? 'critical' : 'warning',
			headline: `${formatDuration(longest)} longest pause, ${formatCount(long.length)} of ${formatCount(newPauses.length)} over ${formatMilliseconds(warningMilliseconds)}`,
			why: 'Nothing of the program runs during a pause: every request in flight waits that long.',
			nextStep:
				'Check whether the process gets the CPU it asks for (CFS throttling, GOMAXPROCS above its quota, noisy neighbours), then take a trace: pauses this long are seldom the fault of the heap alone.',
			shortStep: 'check CPU limits',
			confidence: 'confirmed',
			evidence: [
				durationEvidence('longest pause', longest),
				countEvidence('long pauses', long.length, 'pauses'),
				countEvidence('pauses since the reading before', newPauses.length, 'pauses'),
			],
			since: undefined,
			stack: undefined,
			sites: [],
			absorbs: [],
		});
	},
};
