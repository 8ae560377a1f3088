import {formatDelayRate, formatDuration, formatRate} from '../profile/quantity.ts';
import {lockKinds, type WaitKind} from '../profile/wait-kind.ts';
import {adviceFor} from './advice.ts';
import {type Detector, type Finding, found, tooEarly} from './detector.ts';
import {delayRateEvidence, durationEvidence, rateEvidence} from './evidence.ts';
import {freshSiteRates, type SiteRate} from './site-rates-now.ts';

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

		return found(
			...rates
				.filter(
					rate =>
						isMeantToBeShort(rate.site.site.kind) &&
						(meanWaitNanoseconds(rate) > meanWaitSeconds * 1e9 ||
							(rate.delayNanosecondsPerSecond >= delaySecondsPerSecond * 1e9 &&
								(rate.site.site.kind !== 'chan send' ||
									meanWaitNanoseconds(rate) >= leastSendWaitSeconds * 1e9))),
				)
				.map(findingOf),
		);
	},
};

/** Waits that the program means to be short: a send or a lock. */
function isMeantToBeShort(kind: WaitKind): boolean {
	return kind === 'chan send' || lockKinds.has(kind);
}

function meanWaitNanoseconds(rate: SiteRate): number {
	return rate.delayNanoseconds / rate.contentions;
}

function findingOf(rate: SiteRate): Finding {
	const {kind, key} = rate.site.site;
	const meanWait = meanWaitNanoseconds(rate);
	return {
		subject: {kind: 'site', key},
		severity: 'warning',
		headline: `${formatDuration(meanWait)} mean wait in ${kind}, ${formatDelayRate(rate.delayNanosecondsPerSecond)}, ${formatRate(rate.contentionsPerSecond)} waits/s`,
		why:
			kind === 'chan send'
				? 'Senders stand still because whoever receives is too slow or too few: the delay is passed up to every caller.'
				: 'Each pass through this lock costs its caller a wait that no work is done in.',
		...(kind === 'chan send'
			? {
					shortStep: 'speed up the receiver',
					nextStep:
						'Look at the receiving side of this channel: make it faster, run more receivers, or drop work when the channel is full.',
				}
			: adviceFor(kind)),
		confidence: 'confirmed',
		evidence: [
			durationEvidence('mean wait', meanWait),
			delayRateEvidence('delay', rate.delayNanosecondsPerSecond),
			rateEvidence('waits that ended', rate.contentionsPerSecond, 'waits/s'),
		],
		since: undefined,
		stack: rate.stack,
		sites: [key],
		absorbs: [],
	};
}
