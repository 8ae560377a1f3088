import type {Fraction, Milliseconds} from '../profile/units.ts';
import type {ErrandName} from '../session/session.ts';
import {type Endpoint, type EndpointName, endpoints, isErrand} from './endpoint.ts';
import {budgetBeside, type Demand, shareBudget} from './pacing.ts';

export type PaceSettings = {
	readonly intervalMilliseconds: Milliseconds;
	/** Share of one core of the target that polling may take. */
	readonly budgetFraction: Fraction;
	/** Undefined: as the endpoint says. */
	readonly leaksIntervalMilliseconds: Milliseconds | undefined;
};

/** What an endpoint wants, gets, and gets in any case. */
export type Share = {
	readonly demand: Demand;
	readonly shareFraction: Fraction;
	readonly guaranteedFraction: Fraction;
};

/** What shares the budget that the heartbeat leaves. */
const shared = endpoints.filter(endpoint => endpoint.name !== 'index');

/**
 * Shares the budget among all endpoints. Errands count as cost like all else. But what somebody asked for is not taken off
 * the pace: the person has seen what it costs, and the goroutine profiles must not stop for minutes because of it, just
 * when they are looked at. An errand that is run regularly shares the budget like the others; with a share that small it
 * delays none of them much.
 */
export function shareAmongEndpoints({
	settings,
	costOf,
	isRegular,
}: {
	readonly settings: PaceSettings;
	readonly costOf: (name: EndpointName) => Milliseconds;
	/** Whether an errand is run without being asked for. */
	readonly isRegular: (name: ErrandName) => boolean;
}): ReadonlyMap<EndpointName, Share> {
	const {intervalMilliseconds, budgetFraction} = settings;
	const heartbeat: Demand = {
		weight: 0,
		wantedMilliseconds: intervalMilliseconds,
		costMilliseconds: costOf('index'),
	};
	const left = budgetBeside(heartbeat, budgetFraction);
	const demands = shared.map(endpoint => ({
		weight: endpoint.weight,
		wantedMilliseconds: wantedOf(endpoint, settings),
		costMilliseconds: isErrand(endpoint.name) && !isRegular(endpoint.name) ? 0 : costOf(endpoint.name),
	}));
	const fractions = shareBudget(demands, left);
	const shares = new Map<EndpointName, Share>([
		['index', {demand: heartbeat, shareFraction: 1, guaranteedFraction: 1}],
	]);
	for (const [index, demand] of demands.entries()) {
		const name = shared[index]?.name ?? 'index';
		const shareFraction = fractions[index] ?? 0;
		shares.set(name, {demand, shareFraction, guaranteedFraction: demand.weight * left});
	}

	return shares;
}

function wantedOf(
	{name, leastIntervalMilliseconds}: Endpoint,
	{intervalMilliseconds, leaksIntervalMilliseconds = leastIntervalMilliseconds}: PaceSettings,
): Milliseconds {
	return Math.max(
		intervalMilliseconds,
		name === 'leaks' ? leaksIntervalMilliseconds : leastIntervalMilliseconds,
	);
}
