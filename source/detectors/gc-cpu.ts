import {formatRate, formatShare} from '../profile/quantity.ts';
import type {History} from '../series/history.ts';
import {latest} from '../series/series.ts';
import {type Detector, found, tooEarly} from './detector.ts';
import {bytesEvidence, rateEvidence, shareEvidence} from './evidence.ts';
import {siteKeysOfKind} from './sites-of-kind.ts';

/** The collector takes much of the CPU that the process may use, lately: the mean since the start hides it. */
export const gcCpu: Detector<'gc-cpu'> = {
	id: 'gc-cpu',
	word: 'gc cpu',
	reads: ['memory', 'metrics'],
	check(history, {warningFraction, criticalFraction, leastCollections, toldSeconds}) {
		const {memory} = history;
		const told = latest(memory.gcShare);
		if (told === undefined || told.at < history.comparableSince) {
			return tooEarly;
		}

		if (told.at !== history.at) {
			// Two sources are read and one of them tells: the other's readings must not count the same point twice.
			return history.at - told.at <= toldSeconds * 1000 ? tooEarly : found();
		}

		if (told.value <= warningFraction || (memory.stats?.gcCount ?? leastCollections) < leastCollections) {
			return found();
		}

		const collections = latest(memory.gcPerSecond)?.value;
		const allocated = latest(memory.allocatedBytesPerSecond)?.value;
		return found({
			subject: {kind: 'process'},
			severity: told.value > criticalFraction ? 'critical' : 'warning',
			headline: [
				`${isLowerBound(history) ? 'at least ' : ''}${formatShare(told.value)} of CPU goes to the collector`,
				...(collections === undefined ? [] : [`${formatRate(collections)} collections/s`]),
			].join(', '),
			why: 'What the collector takes, requests do not get; beyond its own quarter of the CPU it makes the goroutines that allocate help, and they slow down.',
			nextStep:
				'See who allocates (go tool pprof -sample_index=alloc_space on /debug/pprof/allocs) and allocate less there; if there is memory to spare, raise GOGC or GOMEMLIMIT.',
			shortStep: 'allocate less',
			confidence: 'confirmed',
			evidence: [
				shareEvidence('share of CPU lately', told.value),
				...(collections === undefined ? [] : [rateEvidence('collections', collections, 'collections/s')]),
				...(allocated === undefined ? [] : [bytesEvidence('allocated per second', allocated)]),
				...(memory.stats === undefined
					? []
					: [
							shareEvidence('mean share since the start', memory.stats.gcCpuFraction),
							bytesEvidence('heap at which the next begins', memory.stats.nextGcBytes),
						]),
			],
			since: undefined,
			stack: undefined,
			sites: siteKeysOfKind(history, new Set(['gc assist']), 1),
			absorbs: [],
		});
	},
};

/** Where neither the start nor the CPU time is told, the share may be larger. */
export function isLowerBound({metrics}: History): boolean {
	return (
		metrics?.processStartUnixMilliseconds === undefined &&
		(metrics?.gcCpuSeconds === undefined || metrics.totalCpuSeconds === undefined)
	);
}
