import type {DumpWaiter} from '../profile/dump-snapshot.ts';
import {formatCount} from '../profile/quantity.ts';
import type {History} from '../series/history.ts';
import {adviceFor} from './advice.ts';
import {type Detector, type Finding, found, tooEarly} from './detector.ts';
import {countEvidence} from './evidence.ts';
import {isNilChannel, neverMade, nilChannelWhy} from './nil-channel.ts';
import {isPipeWrite, pipeWriteAdvice} from './pipe-write.ts';
import {
	bySite,
	creatorEvidence,
	forHowLong,
	isQueue,
	isSaidByRuntime,
	type StuckGoroutine,
	type StuckSite,
	standingAt,
	standingEvidence,
	stuckGoroutines,
} from './stuck-goroutines.ts';
import {isOnMain} from './waits-by-design.ts';

/** Sends that nobody takes, and operations that can never end: on a nil channel, or a select without cases. */
export const stuckSend: Detector<'stuck-send'> = {
	id: 'stuck-send',
	word: 'stuck send',
	reads: ['dump'],
	check(history, rule) {
		const {latest} = history.dumps;
		if (latest === undefined) {
			return tooEarly;
		}

		const endless = latest.waiters
			.filter(isEndless)
			.map((waiter): StuckGoroutine => ({waiter, stuck: {milliseconds: 0, saidBy: 'nothing'}}));
		const sends = stuckGoroutines(
			history,
			rule.leastSeconds,
			waiter =>
				(waiter.wait.site.kind === 'chan send' || isPipeWrite(waiter)) &&
				waiter.wait.site.origin !== 'runtime' &&
				!waiter.wait.context.isIdle &&
				!isEndless(waiter),
		);
		const endlessSites = bySite(endless);
		const told = new Set(endlessSites.map(({site}) => site.key));
		return found(
			...endlessSites.map(stuckSite => endlessFinding(history, stuckSite)),
			...bySite(sends)
				.filter(stuckSite => !told.has(stuckSite.site.key) && !isQueue(history, stuckSite))
				.map(stuckSite => sendFinding(history, stuckSite)),
		);
	},
};

/** Parking the main goroutine for ever is how many programs stay up: an empty select, or Done of a context without end. */
function isEndless(waiter: DumpWaiter): boolean {
	const isNil = isNilChannel(waiter);
	const isEmpty = waiter.wait.state === 'select (no cases)';
	return (isNil || isEmpty) && !(isOnMain(waiter) && waiter.wait.site.kind !== 'chan send');
}

function endlessFinding(history: History, stuckSite: StuckSite): Finding {
	const {
		site: {kind},
		goroutines,
	} = stuckSite;
	const state = goroutines[0]?.waiter.wait.state ?? kind;
	const isSelect = kind === 'empty select';
	// All it does is wait: for Done of a context that cannot be cancelled, more often than for a channel never made.
	const isOnlyWaiting =
		kind === 'chan receive' && goroutines.every(({waiter}) => waiter.wait.stack.length === 1);
	return {
		...standingAt(history, stuckSite),
		severity: isOnlyWaiting ? 'warning' : 'critical',
		headline: `${formatCount(goroutines.length)} ${isSelect ? 'in an empty select' : 'at a nil channel'} for ever, in ${state}`,
		why: isSelect
			? 'A select without cases never ends: whoever waits for this goroutine waits for ever too.'
			: nilChannelWhy,
		...(isSelect ? adviceFor(kind) : neverMade),
		confidence: 'strong',
		evidence: [
			countEvidence('stuck now', goroutines.length, 'goroutines'),
			{name: 'state', value: goroutines.length, unit: 'goroutines', text: state},
			...creatorEvidence(goroutines),
		],
		since: undefined,
	};
}

function sendFinding(history: History, stuckSite: StuckSite): Finding {
	const {site, goroutines} = stuckSite;
	const isPipe = goroutines.every(({waiter}) => isPipeWrite(waiter));
	const what = isPipe ? 'a write to an io.Pipe' : 'chan send';
	return {
		...standingAt(history, stuckSite),
		severity: 'warning',
		headline: `${formatCount(goroutines.length)} stuck in ${what} ${forHowLong(goroutines)}`,
		why: 'A send that waits for minutes is hardly ever meant: its receiver has gone, or is stuck itself.',
		...(isPipe ? pipeWriteAdvice : adviceFor(site.kind)),
		confidence: isSaidByRuntime(goroutines) ? 'strong' : 'suspected',
		evidence: standingEvidence(goroutines),
	};
}
