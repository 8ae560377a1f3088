import type {Failure} from '../profile/failure.ts';
import {
	type Count,
	type Fraction,
	type Milliseconds,
	millisecondsPerMinute,
	type UnixMilliseconds,
} from '../profile/units.ts';
import type {ErrandName} from '../session/session.ts';
import {
	addExpense,
	addRoundTrip,
	averageCost,
	type Expenses,
	expectedCost,
	firstGoroutinesCost,
	leastCostMilliseconds,
	leastRoundTrip,
	type RoundTrips,
	requestCost,
	spentFraction,
} from './cost.ts';
import {type EndpointName, endpoints, isErrand} from './endpoint.ts';
import {backoffDelay, pacedDelay} from './pacing.ts';
import {type PaceSettings, type Share, shareAmongEndpoints} from './shares.ts';

/** A process that is back should be seen soon: in an incident, half a minute is long, and a heartbeat costs nothing. */
const longestSilenceMilliseconds: Milliseconds = 10_000;
/** What a target keeps us waiting for in vain is asked for after this long, twice as long after each further time, … */
const firstPauseMilliseconds: Milliseconds = millisecondsPerMinute;
/** … up to this. */
const longestPauseMilliseconds: Milliseconds = 10 * millisecondsPerMinute;
/** A profile that fails while the target answers is not worth more of its time. */
const longestRestMilliseconds: Milliseconds = 30_000;

/** Turns on the connection and timers make a request late by less than this. */
const waitedForTurnMilliseconds: Milliseconds = 250;

export type Pace = {
	readonly costFraction: Fraction;
	/** What the goroutine profile's interval is stretched to; undefined when it is not. */
	readonly slowedTo: Milliseconds | undefined;
};

/** Knows when each endpoint is to be asked next, from how it went so far. Times are on the sampler's clock. */
export type Schedule = {
	readonly dueAt: (name: EndpointName) => UnixMilliseconds;
	/** A request to it starts now. */
	readonly began: (name: EndpointName) => void;
	/** It ended, well or badly, after this long. A heartbeat that failed is no cost: it says nothing of the target. */
	readonly charge: (name: EndpointName, elapsedMilliseconds: Milliseconds, isAnswered: boolean) => void;
	readonly succeeded: (name: EndpointName) => void;
	/** Returns when it is tried again. */
	readonly failed: (name: EndpointName, failure: Failure) => UnixMilliseconds;
	/** There is nothing to be had from it for a while. */
	readonly rest: (name: EndpointName, milliseconds: Milliseconds) => void;
	/** Something changed: ask it as soon as it is paid for. */
	readonly hurry: (name: EndpointName) => void;
	/** All but the heartbeat, the probe (it takes a second), the errands and `except`. */
	readonly hurryAll: (except?: EndpointName) => void;
	/** Another process answers now: what the old one cost says nothing, and its errands begin anew. */
	readonly forgetProcess: () => void;
	readonly countGoroutines: (goroutines: Count | undefined) => void;
	readonly pace: () => Pace;
};

type Progress = {
	startedAt: UnixMilliseconds | undefined;
	costMilliseconds: Milliseconds | undefined;
	/** As it was before the newest request. */
	costBeforeMilliseconds: Milliseconds | undefined;
	failures: Count;
	notBefore: UnixMilliseconds;
	isHurried: boolean;
};

/** An interval is called stretched from this much on. */
const noticeableStretch = 1.05;

export function createSchedule({
	now,
	settings,
	isRegular,
	random,
}: {
	readonly now: () => UnixMilliseconds;
	readonly settings: () => PaceSettings;
	/** Whether an errand is run without being asked for. */
	readonly isRegular: (name: ErrandName) => boolean;
	/** 0 to 1. */
	readonly random: () => Fraction;
}): Schedule {
	const progress = new Map<EndpointName, Progress>();
	let goroutines: Count | undefined;
	let roundTrips: RoundTrips = [];
	let expenses: Expenses = [];
	/** How often what is known of costs has changed. */
	let costs: Count = 0;

	const progressOf = (name: EndpointName): Progress => {
		const known = progress.get(name) ?? {
			startedAt: undefined,
			costMilliseconds: undefined,
			costBeforeMilliseconds: undefined,
			failures: 0,
			notBefore: 0,
			isHurried: false,
		};
		progress.set(name, known);
		return known;
	};
	const costOf = (name: EndpointName): Milliseconds =>
		progressOf(name).costMilliseconds ??
		(name === 'goroutine' ? firstGoroutinesCost(goroutines) : undefined) ??
		leastCostMilliseconds;
	// Every loop asks when it is due whenever anything happened: the sums are done once for all of them.
	let shares: ReadonlyMap<EndpointName, Share> | undefined;
	let sharedFor: readonly unknown[] = [];
	const shareOf = (name: EndpointName): Share => {
		const from = [settings(), costs, isRegular('dump'), isRegular('leaks')];
		if (shares === undefined || from.some((each, index) => each !== sharedFor[index])) {
			shares = shareAmongEndpoints({settings: settings(), costOf, isRegular});
			sharedFor = from;
		}

		return shares.get(name) as Share;
	};
	const dueAt = (name: EndpointName): UnixMilliseconds => {
		const {startedAt, notBefore, isHurried, costMilliseconds = 0} = progressOf(name);
		if (startedAt === undefined) {
			return notBefore;
		}

		const {demand, shareFraction, guaranteedFraction} = shareOf(name);
		const delay = isHurried
			? pacedDelay({wantedMilliseconds: 0, costMilliseconds}, Math.max(shareFraction, guaranteedFraction))
			: pacedDelay({...demand, costMilliseconds}, shareFraction);
		return Math.max(notBefore, startedAt + delay);
	};

	const hurry = (name: EndpointName) => {
		const known = progressOf(name);
		// How long a failed request took may have been the network's doing.
		const costMilliseconds = known.failures > 0 ? undefined : known.costMilliseconds;
		costs += known.costMilliseconds === costMilliseconds ? 0 : 1;
		Object.assign(known, {failures: 0, notBefore: 0, isHurried: true, costMilliseconds});
	};

	return {
		dueAt,
		began(name) {
			// Who waited for its turn a moment keeps its pace: profiles of one beat stay together.
			const late = now() - dueAt(name);
			const isOnTime = late >= 0 && late < waitedForTurnMilliseconds;
			Object.assign(progressOf(name), {startedAt: now() - (isOnTime ? late : 0), isHurried: false});
		},
		charge(name, elapsedMilliseconds, isAnswered) {
			if (name === 'index') {
				roundTrips = addRoundTrip(roundTrips, now(), elapsedMilliseconds);
			}

			const {heldMilliseconds = 0, collectorFactor = 1} =
				endpoints.find(endpoint => endpoint.name === name) ?? {};
			const cost =
				collectorFactor * requestCost(elapsedMilliseconds, heldMilliseconds, leastRoundTrip(roundTrips));
			// Waiting in vain for a network says nothing of the target: it may have done what it did before.
			expenses = addExpense(expenses, now(), isAnswered ? cost : Math.min(cost, costOf(name)));
			const known = progressOf(name);
			const foresee = name === 'index' ? averageCost : expectedCost;
			known.costBeforeMilliseconds = known.costMilliseconds;
			known.costMilliseconds = foresee(known.costMilliseconds, cost);
			costs += 1;
		},
		succeeded(name) {
			Object.assign(progressOf(name), {failures: 0, notBefore: 0});
		},
		failed(name, {kind, retryAtUnixMilliseconds}) {
			const known = progressOf(name);
			known.failures += 1;
			if (kind === 'timed-out' && name !== 'index') {
				// How long it kept us waiting need not be what it cost: the pause grows to what that asks for, step by step.
				const paidAfter = dueAt(name) - now();
				known.costMilliseconds = known.costBeforeMilliseconds;
				costs += 1;
				const pause = firstPauseMilliseconds * 2 ** (known.failures - 1);
				known.notBefore = now() + Math.min(pause, Math.max(longestPauseMilliseconds, paidAfter));
				return dueAt(name);
			}

			const {wantedMilliseconds} = shareOf(name).demand;
			const {failures} = known;
			const delay = backoffDelay({
				wantedMilliseconds,
				failures,
				random: random(),
				now: now(),
				retryAtUnixMilliseconds,
				longestMilliseconds: name === 'index' ? longestSilenceMilliseconds : longestRestMilliseconds,
			});
			known.notBefore = now() + delay;
			return dueAt(name);
		},
		rest(name, milliseconds) {
			progressOf(name).notBefore = now() + milliseconds;
		},
		hurry,
		hurryAll(except) {
			for (const {name} of endpoints) {
				if (name !== 'index' && name !== 'block-probe' && !isErrand(name) && name !== except) {
					hurry(name);
				}
			}
		},
		forgetProcess() {
			costs += 1;
			for (const [name, known] of progress) {
				known.costMilliseconds = undefined;
				if (isErrand(name)) {
					Object.assign(known, {startedAt: undefined, failures: 0, notBefore: 0});
				}
			}
		},
		countGoroutines(count) {
			costs += count === goroutines ? 0 : 1;
			goroutines = count;
		},
		pace() {
			const {demand, shareFraction} = shareOf('goroutine');
			const interval = pacedDelay(demand, shareFraction);
			return {
				costFraction: spentFraction(expenses, now()),
				slowedTo: interval > demand.wantedMilliseconds * noticeableStretch ? interval : undefined,
			};
		},
	};
}
