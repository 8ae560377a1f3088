import {formatDuration, formatRate, formatShare} from '../profile/quantity.ts';
import type {Count, Milliseconds, Seconds} from '../profile/units.ts';
import type {History, SiteHistory} from '../series/history.ts';
import {windowOf} from '../series/window.ts';
import {type Detector, found, tooEarly} from './detector.ts';
import {countEvidence, durationEvidence, placeOf, shareEvidence} from './evidence.ts';

type Slow = {readonly total: Count; readonly slow: Count; readonly boundSeconds: Seconds};

const tail = 0.01;
/** Fewer goroutines at one place, on average, make no queue worth naming. */
const leastReady = 2;
const lately: Milliseconds = 60_000;

/**
 * Goroutines that could run wait long for a processor. Needs runtime metrics (client_golang with MetricsScheduler or
 * MetricsAll); without them it never has a verdict.
 *
 * A histogram says of the 99th percentile only which bucket it lies in: it is surely above the limit when more than one in
 * a hundred lies above a bound that is itself above the limit. Buckets may be ten times as wide as they are low, so nothing
 * is read between the bounds.
 */
export const schedLatency: Detector<'sched-latency'> = {
	id: 'sched-latency',
	word: 'scheduler',
	reads: ['metrics'],
	check(history, {p99Milliseconds, leastEvents}) {
		const latencies = slowOnes(history, p99Milliseconds / 1000);
		if (latencies === undefined) {
			return tooEarly;
		}

		const {total, slow, boundSeconds} = latencies;
		if (total < leastEvents || slow <= total * tail) {
			return found();
		}

		const bound = formatDuration(boundSeconds * 1e9);
		const busiest = busiestPlace(history);
		return found({
			subject: {kind: 'process'},
			severity: 'warning',
			headline: `goroutines wait for a CPU, ${formatShare(slow / total)} of the times over ${bound}`,
			why: 'Goroutines that are ready do not get a processor: every request waits that long on top of its own work, often several times.',
			nextStep:
				'Check CPU limits first (CFS throttling, GOMAXPROCS above the quota, busy neighbours), then take a CPU profile: too much work, or loops that many goroutines run at once.',
			shortStep: 'check CPU limits',
			confidence: 'confirmed',
			evidence: [
				durationEvidence('99th percentile, at least', boundSeconds * 1e9),
				shareEvidence('waited that long', slow / total),
				countEvidence('goroutines scheduled', total, 'times'),
				...(busiest === undefined
					? []
					: [
							{
								name: 'running or ready lately',
								value: busiest.mean,
								unit: 'goroutines',
								text: `${formatRate(busiest.mean)} on average at ${placeOf(busiest.site.site)}`,
							},
						]),
			],
			since: undefined,
			stack: busiest?.site.waiters?.groups[0]?.stack,
			sites: busiest === undefined ? [] : [busiest.site.site.key],
			absorbs: [],
		});
	},
};

/** A profile shows those that are ready as running: where most of them are is most of the queue. */
function busiestPlace({
	sites,
	goroutinesTakenAt,
	at,
}: History): {readonly site: SiteHistory; readonly mean: number} | undefined {
	const from = (goroutinesTakenAt ?? at) - lately;
	const [most] = sites
		.values()
		.filter(({site}) => site.kind === 'running')
		.map(site => ({site, mean: windowOf(site.waiting, from, Number.POSITIVE_INFINITY)?.mean ?? 0}))
		.toSorted((a, b) => b.mean - a.mean);
	return most !== undefined && most.mean >= leastReady ? most : undefined;
}

/** How many waited beyond the first bound that is not below the limit. Undefined when the target tells no such thing. */
function slowOnes({schedulingLatency}: History, limitSeconds: Seconds): Slow | undefined {
	const total = schedulingLatency?.at(-1)?.count;
	const bound = schedulingLatency?.find(({upToSeconds}) => upToSeconds >= limitSeconds);
	return total === undefined || bound === undefined || !Number.isFinite(bound.upToSeconds)
		? undefined
		: {total, slow: total - bound.count, boundSeconds: bound.upToSeconds};
}
