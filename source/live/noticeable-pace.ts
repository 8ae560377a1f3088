import type {Fraction} from '../profile/units.ts';
import type {Pace} from './schedule.ts';

/** Changes smaller than these nobody needs to hear of: a share of the value, and a share of a core. */
const noticeableChange: Fraction = 0.1;
const leastNoticeableCost: Fraction = 0.0002;

/** Says whether a pace is worth telling after the one told last. */
export function isNoticeable(before: Pace | undefined, after: Pace): boolean {
	if (before === undefined || (before.slowedTo === undefined) !== (after.slowedTo === undefined)) {
		return true;
	}

	const costChange = Math.abs(after.costFraction - before.costFraction);
	const {slowedTo: was = 0} = before;
	const {slowedTo: is = 0} = after;
	return (
		costChange > Math.max(leastNoticeableCost, before.costFraction * noticeableChange) ||
		Math.abs(is - was) > was * noticeableChange
	);
}
