import type {Stack} from '../profile/frame.ts';
import type {SiteHistory} from '../series/history.ts';

/** The stack to show for a site: of those who wait there now, else of those who waited or were waited for. */
export function stackOf({waiters, rates}: SiteHistory): Stack | undefined {
	return (
		waiters?.groups[0]?.stack ??
		rates.block?.cumulative.stacks[0]?.stack ??
		rates.mutex?.cumulative.stacks[0]?.stack
	);
}
