import {formatCount, formatDuration} from '../profile/quantity.ts';
import type {Count, Nanoseconds} from '../profile/units.ts';
import type {WaitKind} from '../profile/wait-kind.ts';
import type {History, SiteHistory} from '../series/history.ts';
import {type Advice, adviceFor, stateWords} from './advice.ts';
import {endingWaits} from './ends-of-waits.ts';
import {heldOpenAt, heldOpenText, openBody} from './held-open.ts';
import {openBodyAdvice} from './http-requesters.ts';

/** For senders who do get through, but late. */
export const slowReceiver: Advice = {
	shortStep: 'speed up the receiver',
	nextStep:
		'Look at the receiving side of this channel: make it faster, run more receivers, or refuse work when the channel is full.',
};

const unreadPipe: Advice = {
	shortStep: 'find the other end',
	nextStep:
		'Find the other end of this pipe and why it stopped: a reader that gives up must close its end (CloseWithError), and a writer that is done must close its own.',
};

const openedAndKept: Advice = {
	shortStep: 'close what is opened',
	nextStep:
		'Find what is opened and not closed: goroutines like these idle by design, one for each connection, client or subscription.',
};

/** Kinds in which a goroutine that is woken again and again goes through a loop. */
const loopKinds: ReadonlySet<WaitKind> = new Set(['chan receive', 'select', 'cond']);

/**
 * What to do about goroutines that collect at a site. What they wait for, and whether their waits end, says more than the
 * kind of wait alone.
 */
export function siteAdvice(site: SiteHistory, history: History): Advice {
	const {kind} = site.site;
	const {dependency, isIdle = false} = site.waiters?.context ?? {};
	const open = heldOpenAt(site);
	if (open !== undefined) {
		return open === openBody ? openBodyAdvice(history) : open.advice;
	}

	if (dependency?.kind === 'pipe') {
		return unreadPipe;
	}

	const ends = endingWaits(site, history);
	if (ends !== undefined && kind === 'chan send') {
		return slowReceiver;
	}

	if (ends !== undefined && loopKinds.has(kind)) {
		return endOfLoop(ends.meanWaitNanoseconds);
	}

	return isIdle ? openedAndKept : adviceFor(kind);
}

function endOfLoop(meanWait: Nanoseconds): Advice {
	return {
		shortStep: 'end the loop',
		nextStep: `Give this loop an end, such as a case on ctx.Done(): these wake up about every ${formatDuration(meanWait)} and wait again. Stopping a ticker does not close its channel.`,
	};
}

/** `205 in select`, `205 sql.Rows open` */
export function waitersText(site: SiteHistory, count: Count): string {
	const open = heldOpenAt(site);
	return open === undefined
		? `${formatCount(count)} ${stateWords(site.site.kind)}`
		: heldOpenText(open, count);
}
