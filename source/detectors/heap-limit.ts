import {formatBytes} from '../profile/quantity.ts';
import {latest} from '../series/series.ts';
import {type Detector, found, tooEarly} from './detector.ts';
import {bytesEvidence} from './evidence.ts';
import {largestHeapSite} from './heap-sites.ts';

/** More heap than the person allows. Off until a limit is set: what is much for one service is little for another. */
export const heapLimit: Detector<'heap-limit'> = {
	id: 'heap-limit',
	word: 'heap',
	reads: ['memory'],
	check(history, {limitBytes}) {
		const now = latest(history.memory.heapAllocBytes);
		if (now === undefined || now.at < history.comparableSince) {
			return tooEarly;
		}

		if (limitBytes <= 0 || now.value <= limitBytes) {
			return found();
		}

		const top = largestHeapSite(history);
		return found({
			subject: {kind: 'process'},
			severity: 'warning',
			headline: [
				`${formatBytes(now.value)} of heap`,
				`the limit is ${formatBytes(limitBytes)}`,
				...(top === undefined ? [] : [`most at ${top.shortPlace}`]),
			].join(', '),
			why: 'The heap is larger than the limit set for this warning; the next stop may be the memory limit of the container.',
			nextStep:
				top === undefined
					? 'Look at what is live: go tool pprof -sample_index=inuse_space on /debug/pprof/heap.'
					: `Look at what is live, beginning with ${top.place}.`,
			shortStep: 'see what is live',
			confidence: 'confirmed',
			evidence: [
				bytesEvidence('heap now', now.value),
				bytesEvidence('limit', limitBytes),
				...(top === undefined ? [] : [bytesEvidence(top.place, top.bytes)]),
			],
			since: undefined,
			stack: top?.stack,
			sites: [],
			absorbs: [],
		});
	},
};
