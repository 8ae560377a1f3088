import {formatCount} from '../profile/quantity.ts';
import type {UnixMilliseconds} from '../profile/units.ts';
import type {History, SiteHistory} from '../series/history.ts';
import {type Window, windowOf} from '../series/window.ts';
import {stateWords} from './advice.ts';
import type {Finding, Subject} from './detector.ts';
import type {Thresholds} from './thresholds.ts';

type Rule = Thresholds['stuck-lock'];

/** The time up to the newest goroutine profile that decides whether a lock is stuck, and who waited at a site in it. */
export function lately(
	history: History,
	site: SiteHistory,
	{leastSeconds}: Rule,
): {
	readonly from: UnixMilliseconds;
	readonly to: UnixMilliseconds;
	readonly waiting: Window | undefined;
} {
	const to = history.goroutinesTakenAt ?? history.at;
	const from = to - leastSeconds * 1000;
	return {from, to, waiting: windowOf(site.waiting, from, to)};
}

/** Whether block profiles cover the time since `from`. */
export function areWaitsCounted({block}: History, from: UnixMilliseconds): boolean {
	return block.readings >= 2 && windowOf(block.eventsPerSecond, 0, from) !== undefined;
}

/**
 * What to say of a lock that was stuck before the data broke off, while there are too few readings since to say it anew.
 * Undefined once there are enough, and when one of them has seen the place free.
 */
export function lingeringLock(
	history: History,
	subject: Subject,
	rule: Rule,
): Pick<Finding, 'headline' | 'why'> | undefined {
	const site = subject.kind === 'site' ? history.sites.get(subject.key) : undefined;
	if (site?.waiters === undefined) {
		return undefined;
	}

	const {from, waiting} = lately(history, site, rule);
	const isUncounted = history.block.profiling.state === 'on' && !areWaitsCounted(history, from);
	const areFew = waiting === undefined || waiting.points < rule.leastReadings;
	const isTooEarly = from < history.comparableSince || areFew || isUncounted;
	return !isTooEarly || (waiting !== undefined && waiting.minimum < 1)
		? undefined
		: {
				headline: `${formatCount(site.waiters.count)} ${stateWords(site.site.kind)}, as before the gap in the data`,
				why: 'It was not released for a long time before the data broke off, and somebody waits here still.',
			};
}
