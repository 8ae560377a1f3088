import {
	type Count,
	type Fraction,
	type Milliseconds,
	millisecondsPerMinute,
	type UnixMilliseconds,
} from '../profile/units.ts';

/**
 * What polling takes from the target, as far as it can be seen from outside: the time it took to answer, without the
 * network's part of it.
 *
 *     cost = max(0.3 ms, elapsed - held - network),   network = max(0, least heartbeat of the last minutes - 0.3 ms)
 *
 * The index page costs the target about 0.3 ms whatever it does, so the fastest heartbeat lately is a round trip and
 * little else. Next to the target, what remains is the time of one core, give or take a pause of either side. Over a
 * slow link it also holds the transfer of the body, in which the target has nothing to do: the estimate is then too
 * high and polling gentler than it had to be, never the other way round. What the target's
 * collector does later, on other cores, cannot be seen: it is added as a share of that time (Endpoint.collectorFactor).
 */

/** What the cheapest request takes from the target. */
export const leastCostMilliseconds: Milliseconds = 0.3;

/** A profile takes 2 to 5 µs per goroutine from Go 1.19 on, measured from a thousand goroutines to a million. */
const costPerGoroutineMilliseconds: Milliseconds = 0.003;
/** Up to here a first profile is cheap enough not to be spoken of before it is taken. */
const manyGoroutines: Count = 50_000;

/** How far back the fastest heartbeat is looked for: a laptop may have moved to another network since. */
const roundTripWindowMilliseconds: Milliseconds = 5 * millisecondsPerMinute;

/** A cost that falls is believed within a few samples, one that rises at once. */
const fallTowardsSample: Fraction = 0.7;
const averageTowardsSample: Fraction = 0.1;

type Entry = {readonly at: UnixMilliseconds; readonly milliseconds: Milliseconds};

/** The cost of one request, as above. `heldMilliseconds` is for how long the target let it wait on purpose. */
export function requestCost(
	elapsedMilliseconds: Milliseconds,
	heldMilliseconds: Milliseconds,
	leastHeartbeatMilliseconds: Milliseconds | undefined,
): Milliseconds {
	const network = Math.max(0, (leastHeartbeatMilliseconds ?? 0) - leastCostMilliseconds);
	return Math.max(leastCostMilliseconds, elapsedMilliseconds - heldMilliseconds - network);
}

/** What to expect of the next request. Never less than the newest sample: each is paid for before the next. */
export function expectedCost(before: Milliseconds | undefined, sample: Milliseconds): Milliseconds {
	return before === undefined || sample >= before ? sample : before + (sample - before) * fallTowardsSample;
}

/**
 * What heartbeats take on average. Nothing waits for one of them to be paid, and one that was slow for once (of either
 * side) is no reason to hold the profiles back; the first, which also opens the connection, says nothing yet.
 */
export function averageCost(before: Milliseconds | undefined, sample: Milliseconds): Milliseconds {
	return before === undefined ? leastCostMilliseconds : before + (sample - before) * averageTowardsSample;
}

/** What to expect of the very first goroutine profile; undefined where it is not worth a word. */
export function firstGoroutinesCost(goroutines: Count | undefined): Milliseconds | undefined {
	return goroutines !== undefined && goroutines > manyGoroutines
		? goroutines * costPerGoroutineMilliseconds
		: undefined;
}

/** Heartbeats of the last minutes, newest last. */
export type RoundTrips = readonly Entry[];

/** Adds a heartbeat. Only those that a later one does not beat are kept: few, however fast the interval. */
export function addRoundTrip(
	roundTrips: RoundTrips,
	at: UnixMilliseconds,
	milliseconds: Milliseconds,
): RoundTrips {
	const recent = roundTrips.filter(
		entry => at - entry.at < roundTripWindowMilliseconds && entry.milliseconds < milliseconds,
	);
	return [...recent, {at, milliseconds}];
}

export function leastRoundTrip(roundTrips: RoundTrips): Milliseconds | undefined {
	return roundTrips[0]?.milliseconds;
}

/** Costs of the last minutes, oldest first. */
export type Expenses = readonly Entry[];

/** Long enough to hold several samples of a profile that is taken once a minute. */
const expensesWindowMilliseconds: Milliseconds = 3 * millisecondsPerMinute;

export function addExpense(expenses: Expenses, at: UnixMilliseconds, milliseconds: Milliseconds): Expenses {
	return [...recent(expenses, at), {at, milliseconds}];
}

/** Share of one core that polling took over the last three minutes, or since it began, but over one minute at least. */
export function spentFraction(expenses: Expenses, at: UnixMilliseconds): Fraction {
	const entries = recent(expenses, at);
	const spent = entries.reduce((sum, entry) => sum + entry.milliseconds, 0);
	return spent / Math.max(millisecondsPerMinute, at - (entries[0]?.at ?? at));
}

function recent(expenses: Expenses, at: UnixMilliseconds): Expenses {
	const first = expenses.findIndex(entry => at - entry.at < expensesWindowMilliseconds);
	return first === 0 ? expenses : first === -1 ? [] : expenses.slice(first);
}
