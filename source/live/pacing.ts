import type {Count, Fraction, Milliseconds, UnixMilliseconds} from '../profile/units.ts';

/**
 * When to ask next. The target is somebody's production: what polling costs it per second is never more than the
 * budget. The heartbeat goes on at the interval the person wants; what it leaves of the budget is shared among the
 * rest, and what does not fit is asked for less often, so that each request is paid for before the next.
 */

/** What one endpoint would like to spend. */
export type Demand = {
	readonly weight: Fraction;
	readonly wantedMilliseconds: Milliseconds;
	readonly costMilliseconds: Milliseconds;
};

/** The heartbeat alone may outgrow the budget, at a tiny interval or a tiny budget: the rest then still gets this. */
const leastForTheRest: Fraction = 0.25;
/** Whatever the sums say, when it is due must remain a date. */
const longestDelayMilliseconds: Milliseconds = 365 * 24 * 3600 * 1000;

/** The part of the budget that is left beside a heartbeat. */
export function budgetBeside(heartbeat: Omit<Demand, 'weight'>, budgetFraction: Fraction): Fraction {
	const left = budgetFraction - heartbeat.costMilliseconds / heartbeat.wantedMilliseconds;
	return Math.max(left, budgetFraction * leastForTheRest);
}

/**
 * Shares a budget, as fractions of one core, in the order of `demands`. Who wants less than its weight's share gets what
 * it wants, and what it leaves goes to the others by their weights. The shares never add up to more than the budget.
 */
export function shareBudget(demands: readonly Demand[], budgetFraction: Fraction): readonly Fraction[] {
	const shares = new Map<Demand, Fraction>();
	let left = budgetFraction;
	let open = demands;
	for (;;) {
		const perWeight = left / open.reduce((sum, demand) => sum + demand.weight, 0);
		const content = open.filter(demand => rateOf(demand) <= demand.weight * perWeight);
		if (content.length === 0) {
			return demands.map(demand => shares.get(demand) ?? demand.weight * perWeight);
		}

		for (const demand of content) {
			shares.set(demand, rateOf(demand));
			left -= rateOf(demand);
		}

		open = open.filter(demand => !content.includes(demand));
	}
}

function rateOf({costMilliseconds, wantedMilliseconds}: Demand): Fraction {
	return costMilliseconds / wantedMilliseconds;
}

/** From the start of one request to the start of the next, so that `shareFraction` of a core pays for it. */
export function pacedDelay(
	{wantedMilliseconds, costMilliseconds}: Omit<Demand, 'weight'>,
	shareFraction: Fraction,
): Milliseconds {
	const paidAfter = costMilliseconds <= 0 ? 0 : costMilliseconds / Math.max(shareFraction, Number.EPSILON);
	return Math.max(wantedMilliseconds, Math.min(paidAfter, longestDelayMilliseconds));
}

/**
 * How long to leave a target or a profile alone after `failures` in a row (at least one): from the wanted interval up to
 * a bound that doubles with each failure, anywhere in between by `random` (0 to 1), so that many who watch one target do
 * not all return at the same moment. Not before the target asked for it.
 */
export function backoffDelay({
	wantedMilliseconds,
	failures,
	random,
	now,
	retryAtUnixMilliseconds,
	longestMilliseconds,
}: {
	readonly wantedMilliseconds: Milliseconds;
	readonly failures: Count;
	readonly random: Fraction;
	readonly now: UnixMilliseconds;
	readonly retryAtUnixMilliseconds: UnixMilliseconds | undefined;
	readonly longestMilliseconds: Milliseconds;
}): Milliseconds {
	const bound = Math.min(longestMilliseconds, wantedMilliseconds * 2 ** Math.min(failures, 32));
	const jittered = wantedMilliseconds + Math.max(0, bound - wantedMilliseconds) * random;
	const asked = (retryAtUnixMilliseconds ?? now) - now;
	return Math.min(Math.max(jittered, asked), longestDelayMilliseconds);
}
