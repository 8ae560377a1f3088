import {formatCount, formatMilliseconds} from '../profile/quantity.ts';
import {type Detector, found} from './detector.ts';
import {countEvidence} from './evidence.ts';

/** Another process answers than before. Shown for a while, then it is history; the charts keep the mark. */
export const restart: Detector<'restart'> = {
	id: 'restart',
	word: 'restart',
	reads: ['watch'],
	check({marks}, {shownSeconds, countedSeconds}, at) {
		const restarts = marks.filter(mark => mark.kind === 'restart' && at - mark.at <= countedSeconds * 1000);
		const last = restarts.at(-1);
		if (last === undefined || at - last.at > shownSeconds * 1000) {
			return found();
		}

		const isRepeated = restarts.length > 1;
		return found({
			subject: {kind: 'process'},
			severity: 'info',
			headline: isRepeated
				? `restarted ${formatCount(restarts.length)} times within ${formatMilliseconds(countedSeconds * 1000)}`
				: 'the process was restarted',
			why: 'All counters began anew: nothing from before is compared with what comes now.',
			nextStep: isRepeated
				? 'Find out why it keeps ending: look at its last log lines, its exit code and its memory limit.'
				: 'If nobody deployed just now, look at its last log lines, its exit code and its memory limit.',
			shortStep: 'was it a deployment?',
			confidence: 'strong',
			evidence: [
				countEvidence('restarts seen', restarts.length, 'restarts'),
				{name: 'seen by', value: last.at, unit: 'ms since 1970', text: last.text},
			],
			since: last.at,
			stack: undefined,
			sites: [],
			absorbs: [],
		});
	},
};
