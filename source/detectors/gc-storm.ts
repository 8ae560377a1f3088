import {formatBytes, formatRate, formatShare} from '../profile/quantity.ts';
import type {Bytes, Fraction, Seconds} from '../profile/units.ts';
import type {History} from '../series/history.ts';
import {latest, visitPoints} from '../series/series.ts';
import {type Detector, type Evidence, type Finding, found, tooEarly} from './detector.ts';
import {bytesEvidence, rateEvidence, shareEvidence} from './evidence.ts';
import {isLowerBound} from './gc-cpu.ts';
import {siteKeysOfKind} from './sites-of-kind.ts';
import type {Thresholds} from './thresholds.ts';

type Rule = Thresholds['gc-storm'];
type Pace = {readonly mean: number; readonly lowest: number; readonly from: number};
type Cause = Pick<Finding, 'headline' | 'why' | 'nextStep' | 'shortStep'>;

/** With GOGC=100 a heap doubles between two collections: half of what the next begins at is new. */
const tightFraction: Fraction = 0.2;
const worthSaying: Fraction = 0.01;

/** Collection follows collection: no rest between them, all minute long, and at a cost that is felt. */
export const gcStorm: Detector<'gc-storm'> = {
	id: 'gc-storm',
	word: 'gc storm',
	reads: ['memory'],
	check(history, rule) {
		const pace = paceOf(history, rule.overSeconds);
		const {stats} = history.memory;
		if (pace === undefined || stats === undefined) {
			return tooEarly;
		}

		// One burst of collections lifts the mean of a minute too.
		const isSteady = pace.lowest >= rule.collectionsPerSecond / 2;
		if (pace.mean <= rule.collectionsPerSecond || !isSteady || isCheap(history, rule)) {
			return found();
		}

		const share = shareLately(history, rule);
		const limit = limitOf(history);
		const allocated = latest(history.memory.allocatedBytesPerSecond)?.value;
		const between = allocated === undefined || allocated <= 0 ? undefined : allocated / pace.mean;
		const isTight = between !== undefined && between < tightFraction * stats.nextGcBytes;
		const isForced = stats.forcedGcCount >= rule.forcedFraction * stats.gcCount;
		const atLeast = isLowerBound(history) ? 'at least ' : '';
		const cost = share === undefined || share < worthSaying ? '' : `, ${atLeast}${formatShare(share)} of CPU`;
		const rate = `${formatRate(pace.mean)} collections/s${cost}`;
		const isAtLimit = limit !== undefined && limit.usedFraction >= rule.nearLimitFraction;
		return found({
			subject: {kind: 'process'},
			severity: 'warning',
			...(isForced
				? forced(rate)
				: isAtLimit
					? atLimit(rate, limit.bytes)
					: isTight
						? tight(rate, between)
						: busy(rate)),
			confidence: 'confirmed',
			evidence: [
				rateEvidence('collections', pace.mean, 'collections/s'),
				bytesEvidence('heap now', stats.heapAllocBytes),
				bytesEvidence('heap at which the next begins', stats.nextGcBytes),
				...(between === undefined ? [] : [bytesEvidence('allocated between two', between)]),
				...(share === undefined
					? []
					: [shareEvidence(`share of CPU lately${isLowerBound(history) ? ', at least' : ''}`, share)]),
				...(limit === undefined ? [] : limitEvidence(limit)),
			],
			since: pace.from,
			stack: undefined,
			sites: siteKeysOfKind(history, new Set(isForced ? ['gc wait'] : ['gc assist']), 1),
			absorbs: [{detector: 'gc-cpu', subject: {kind: 'process'}}],
		});
	},
};

/** A reading may come some milliseconds early: four times 15 s would miss the minute, and the verdict come 15 s later. */
const earlySeconds: Seconds = 1;

/** Collections per second over the last readings that span `overSeconds`; undefined while they span less. */
function paceOf({memory, comparableSince}: History, overSeconds: number): Pace | undefined {
	const readings: {at: number; perSecond: number}[] = [];
	visitPoints(memory.gcPerSecond, comparableSince, memory.takenAt ?? comparableSince, (at, perSecond) => {
		readings.push({at, perSecond});
	});
	let collections = 0;
	let seconds = 0;
	let lowest = Number.POSITIVE_INFINITY;
	for (let index = readings.length - 1; index > 0; index--) {
		const {at = 0, perSecond = 0} = readings[index] ?? {};
		const from = readings[index - 1]?.at ?? at;
		collections += (perSecond * (at - from)) / 1000;
		seconds += (at - from) / 1000;
		lowest = Math.min(lowest, perSecond);
		if (seconds >= overSeconds - earlySeconds) {
			return {mean: collections / seconds, lowest, from};
		}
	}

	return undefined;
}

/** A heap of a few MiB may be collected dozens of times a second and nobody notices. */
function isCheap(history: History, rule: Rule): boolean {
	const {stats} = history.memory;
	const share = shareLately(history, rule);
	const isTold =
		history.metrics?.processStartUnixMilliseconds !== undefined ||
		history.metrics?.totalCpuSeconds !== undefined;
	if (share !== undefined && isTold) {
		return share < rule.leastShareFraction;
	}

	const known = Math.max(share ?? 0, stats?.gcCpuFraction ?? 0);
	return known < rule.leastShareFraction && (stats?.nextGcBytes ?? 0) < rule.smallHeapBytes;
}

function shareLately({memory, at}: History, rule: Rule): Fraction | undefined {
	const told = latest(memory.gcShare);
	return told !== undefined && at - told.at <= rule.overSeconds * 1000 ? told.value : undefined;
}

/** GOMEMLIMIT bounds what the runtime has from the system and has not given back. */
function limitOf({metrics, memory}: History): {bytes: Bytes; usedFraction: Fraction} | undefined {
	const bytes = metrics?.memoryLimitBytes;
	return bytes === undefined || bytes <= 0 || memory.stats === undefined
		? undefined
		: {bytes, usedFraction: (memory.stats.sysBytes - memory.stats.heapReleasedBytes) / bytes};
}

function limitEvidence({bytes, usedFraction}: {bytes: Bytes; usedFraction: Fraction}): readonly Evidence[] {
	return [bytesEvidence('memory limit', bytes), shareEvidence('used of the memory limit', usedFraction)];
}

function atLimit(rate: string, limitBytes: Bytes): Cause {
	return {
		headline: `memory is at its limit of ${formatBytes(limitBytes)}, ${rate}`,
		why: 'The collector runs again and again to stay below GOMEMLIMIT and finds little to free: the program slows down more and more before it is killed.',
		nextStep:
			'Raise GOMEMLIMIT if the machine or container has room, or free memory: look at what is live in the heap profile.',
		shortStep: 'raise GOMEMLIMIT',
	};
}

function forced(rate: string): Cause {
	return {
		headline: `${rate}, most of them forced`,
		why: 'The program itself asks for them: each call of runtime.GC or debug.FreeOSMemory collects the whole heap.',
		nextStep:
			'Remove the calls of runtime.GC() and debug.FreeOSMemory(): the collector knows when it is time.',
		shortStep: 'drop runtime.GC()',
	};
}

function tight(rate: string, betweenBytes: Bytes): Cause {
	return {
		headline: `${rate}, each after only ${formatBytes(betweenBytes)} more`,
		why: 'Each collection goes through all that is live after hardly anything was added: GOGC is very low, or GOMEMLIMIT is nearly reached.',
		nextStep:
			'Raise GOMEMLIMIT or GOGC, whichever keeps the heap so tight: by default the next collection begins at twice what is live.',
		shortStep: 'raise GOMEMLIMIT, GOGC',
	};
}

function busy(rate: string): Cause {
	return {
		headline: rate,
		why: 'Each collection goes through all that is live: CPU that requests do not get, and goroutines that allocate must help.',
		nextStep:
			'See whether a small GOMEMLIMIT or GOGC forces them and raise it; then see who allocates (go tool pprof -sample_index=alloc_space on /debug/pprof/allocs).',
		shortStep: 'check GOGC, GOMEMLIMIT',
	};
}
