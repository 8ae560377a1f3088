import type {PlausibleHolder} from '../profile/dump-snapshot.ts';
import {formatDelayRate, formatDuration, formatRate} from '../profile/quantity.ts';
import {receiverType} from '../profile/receiver-type.ts';
import type {SiteKey} from '../profile/site.ts';
import {lockKinds, type WaitKind} from '../profile/wait-kind.ts';
import type {History} from '../series/history.ts';
import {type Advice, adviceFor, stateWords} from './advice.ts';
import {type Detector, type Evidence, type Finding, found, tooEarly} from './detector.ts';
import {delayRateEvidence, durationEvidence, framePlace, placeOf, rateEvidence} from './evidence.ts';
import {holderEvidence} from './lock-waits.ts';
import {slowReceiver} from './site-advice.ts';
import {freshSiteRates, type SiteRate} from './site-rates-now.ts';

const placesNamed = 3;

/** Sends and locks wait long. Receivers, selects and condition variables block by design and are never judged here. */
export const blockLatency: Detector<'block-latency'> = {
	id: 'block-latency',
	word: 'waiting',
	reads: ['block'],
	check(history, {meanWaitSeconds, delaySecondsPerSecond, leastSendWaitSeconds}) {
		const rates = freshSiteRates(history, 'block');
		if (rates === undefined) {
			return tooEarly;
		}

		const late = rates.filter(
			rate =>
				isMeantToBeShort(rate.site.site.kind) &&
				(meanWaitNanoseconds(rate) > meanWaitSeconds * 1e9 ||
					(rate.delayNanosecondsPerSecond >= delaySecondsPerSecond * 1e9 &&
						(rate.site.site.kind !== 'chan send' ||
							meanWaitNanoseconds(rate) >= leastSendWaitSeconds * 1e9))),
		);
		const beside = locksByType(late);
		const holdersAt = holdersBySite(history);
		return found(
			...late.map(rate =>
				findingOf(history, rate, beside.get(rate) ?? [], holdersAt.get(rate.site.site.key) ?? []),
			),
		);
	},
};

/**
 * Beside the first place where goroutines wait for a lock of one type of object, all others: one holder makes them all
 * wait, and the first speaks for all.
 */
function locksByType(late: readonly SiteRate[]): ReadonlyMap<SiteRate, readonly SiteRate[]> {
	const firstOf = new Map<string, SiteRate>();
	const others = new Map<SiteRate, SiteRate[]>();
	for (const rate of late) {
		const {kind, frame} = rate.site.site;
		const type = lockKinds.has(kind) ? receiverType(frame.functionName) : undefined;
		const first = type === undefined ? undefined : firstOf.get(type);
		if (first !== undefined) {
			others.get(first)?.push(rate);
		} else if (type !== undefined) {
			firstOf.set(type, rate);
			others.set(rate, []);
		}
	}

	return others;
}

/** Waits that the program means to be short: a send or a lock. */
function isMeantToBeShort(kind: WaitKind): boolean {
	return kind === 'chan send' || lockKinds.has(kind);
}

function meanWaitNanoseconds(rate: SiteRate): number {
	return rate.delayNanoseconds / rate.contentions;
}

function findingOf(
	history: History,
	rate: SiteRate,
	others: readonly SiteRate[],
	plausibleHolders: readonly PlausibleHolder[],
): Finding {
	const {kind, key} = rate.site.site;
	const meanWait = meanWaitNanoseconds(rate);
	const isSend = kind === 'chan send';
	const holders = isSend ? [] : plausibleHolders;
	return {
		subject: {kind: 'site', key},
		severity: 'warning',
		headline: `${formatDuration(meanWait)} mean wait ${stateWords(kind)}, ${formatDelayRate(rate.delayNanosecondsPerSecond)}, ${formatRate(rate.contentionsPerSecond)} waits/s`,
		why: isSend
			? 'Senders stand still because whoever receives is too slow or too few: the delay is passed up to every caller.'
			: 'Each pass through this lock costs its caller a wait that no work is done in.',
		...(isSend ? slowReceiver : lockAdvice(kind, holders[0])),
		confidence: 'confirmed',
		evidence: [
			durationEvidence('mean wait', meanWait),
			delayRateEvidence('delay', rate.delayNanosecondsPerSecond),
			rateEvidence('waits that ended', rate.contentionsPerSecond, 'waits/s'),
			...others.slice(0, placesNamed).map(alsoEvidence),
			...holders.slice(0, placesNamed).map(holder => holderEvidence(history, holder)),
		],
		since: undefined,
		stack: rate.stack,
		sites: [key, ...others.map(({site}) => site.site.key)],
		absorbs: others.map(({site}) => ({
			detector: 'block-latency',
			subject: {kind: 'site', key: site.site.key},
		})),
	};
}

function lockAdvice(kind: WaitKind, holder: PlausibleHolder | undefined): Advice {
	const advice = adviceFor(kind);
	return holder === undefined
		? advice
		: {...advice, nextStep: `Begin at ${framePlace(holder.frame)}, which may hold it. ${advice.nextStep}`};
}

function alsoEvidence(rate: SiteRate): Evidence {
	return {
		...durationEvidence('also waits', meanWaitNanoseconds(rate)),
		text: `${placeOf(rate.site.site)}, ${formatDuration(meanWaitNanoseconds(rate))} each`,
	};
}

/** Who may hold the locks that goroutines waited for in the latest dump, by where they waited. */
function holdersBySite({dumps: {latest}}: History): ReadonlyMap<SiteKey, readonly PlausibleHolder[]> {
	const siteOf = new Map(latest?.waiters.map(({number, wait}) => [number, wait.site.key]));
	const holdersAt = new Map<SiteKey, PlausibleHolder[]>();
	for (const {waiters, holders} of latest?.locks ?? []) {
		for (const key of new Set(waiters.map(number => siteOf.get(number)))) {
			if (key !== undefined) {
				holdersAt.set(key, [...(holdersAt.get(key) ?? []), ...holders]);
			}
		}
	}

	return holdersAt;
}
