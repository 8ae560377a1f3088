import type {Count, Milliseconds, Seconds} from '../source/profile/units.ts';
import {type Benchmark, type Conditions, wait} from './benchmark.ts';
import {costPlans, type Plan, type WatcherKind} from './cost-plan.ts';
import {costColumns, costComparisons, costGoals, costRows} from './cost-report.ts';
import {buildGoProgram} from './go-program.ts';
import {type Gaps, type GoTarget, startGoTarget} from './go-target.ts';
import {findPeers, peerNotes} from './peers.ts';
import {countedPercentile, mean, median} from './statistics.ts';
import {goroutopCheck, goroutopOnScreen, grmonOf, roumonOf, type Watcher} from './watchers.ts';

/** What one watcher took from one target in one round. */
export type Round = {
	readonly extraCores: number;
	/** Measured over less than a turn, with what is dear in it. */
	readonly isAtMost: boolean;
	readonly carriedBytesPerSecond: number;
	/** From one profile or dump of all goroutines to the next. */
	readonly turnSeconds: Seconds;
	readonly worstGapMilliseconds: Milliseconds;
	readonly usualGapMilliseconds: Milliseconds;
	readonly claimedFraction: number | undefined;
};

type Watched = Omit<Round, 'extraCores'> & {readonly cores: number};

export type Cost = {
	readonly title: string;
	readonly kind: WatcherKind | 'nobody';
	readonly watcher: string;
	readonly rounds: readonly Round[];
};

const cpuFloorSeconds: Seconds = 3;
/** goroutop tells its cost over one minute at least. */
const leastClaimSeconds: Seconds = 50;

export const costToTarget: Benchmark = {
	name: 'cost-to-target',
	about: 'What watching takes from a Go program with many parked goroutines',
	run: async ({effort, say}) => {
		const goProgram = await buildGoProgram();
		if (typeof goProgram !== 'string') {
			return {columns: [], rows: [], goals: [], notes: [`NOT RUN: ${goProgram.missing}.`], raw: undefined};
		}
		const peers = await findPeers(say);
		const watchers = {
			own: goroutopOnScreen,
			check: goroutopCheck,
			roumon: roumonOf(peers, goProgram),
			grmon: grmonOf(peers, goProgram),
		};
		const costs: Cost[] = [];
		for (const plan of costPlans(effort)) {
			costs.push(...(await measurePlan(plan, watchers, goProgram, say)));
		}
		return {
			columns: costColumns,
			rows: costRows(costs),
			goals: costGoals(costs),
			comparisons: costComparisons(costs),
			notes: [
				...peerNotes(peers, ['roumon', 'grmon']),
				...standInNotes(watchers.roumon, watchers.grmon),
				'CPU and bytes are measured over whole turns, from one profile (or dump) of all goroutines to another, from the start of the watch on, and with the gap meter off, for the meter takes some percent of a core itself; less what the target takes while nobody watches. With several rounds: the median, and the least and most behind it.',
				'Gap: how late a goroutine wakes that sleeps for 2 ms, one turn at least; 1 % of the time it is later than p99. Nobody watches in parts between the watchers, together as long as goroutop does; the worst of a longer time is worse.',
				'The heap of the program is small, so that each goroutine profile makes it collect garbage: part of the cost and most of the gaps. Stacks are 10 calls deep on average, of 2,000 functions.',
				'Own claim: what goroutop says its polling takes (the header; health.costFraction), as a share of one core; it speaks of one minute at least, so that shorter watches tell nothing. ≤: a turn did not end in time, and the figure is a bound.',
			],
			raw: costs,
		};
	},
};

const standInNotes = (...watchers: readonly Watcher[]) =>
	watchers.some(({name}) => name.includes('stand-in'))
		? [
				'A STAND-IN asks the target for the same things at the same times as the source of the missing program does (roumon: a dump each second; grmon: a dump every 5 to 5.5 s) and draws nothing. What it takes from the target is what the program would take; what the program takes itself it cannot tell.',
			]
		: [];

async function measurePlan(
	plan: Plan,
	watchers: Readonly<Record<WatcherKind, Watcher>>,
	goProgram: string,
	say: Conditions['say'],
): Promise<readonly Cost[]> {
	const roundsOf = new Map<Cost['kind'], Round[]>([['nobody', []]]);
	for (const {kind} of plan.watchers) roundsOf.set(kind, []);
	for (let round = 1; round <= plan.rounds; round += 1) {
		// A new process each time: what one watcher left in the heap must not be another's cost in the next round.
		const target = await startGoTarget(goProgram, plan.shape);
		try {
			await wait(3000);
			const of = (what: string) => `cost-to-target: ${plan.title}, round ${round} of ${plan.rounds}, ${what}`;
			for (const [kind, found] of await measureRound(target, plan, watchers, what => say(of(what)))) {
				roundsOf.get(kind)?.push(found);
			}
		} finally {
			await target.stop();
		}
	}
	return [...roundsOf].map(([kind, rounds]) => ({
		title: plan.title,
		kind,
		watcher: kind === 'nobody' ? 'nobody' : watchers[kind].name,
		rounds,
	}));
}

async function measureRound(
	target: GoTarget,
	plan: Plan,
	watchers: Readonly<Record<WatcherKind, Watcher>>,
	say: Conditions['say'],
): Promise<ReadonlyMap<Cost['kind'], Round>> {
	const floorPart = (plan.floorSeconds * 1000) / (plan.watchers.length + 1);
	const floors: Gaps[] = [];
	const idleCores: number[] = [];
	const rest = async () => {
		say('nobody');
		// What the last dump left behind is cleared away meanwhile.
		await wait(1500);
		const {cpuSeconds, seconds} = await target.measure(wait(cpuFloorSeconds * 1000));
		idleCores.push(cpuSeconds / seconds);
		floors.push(await target.measureGaps(wait(floorPart)));
	};
	const found: [WatcherKind, Watched][] = [];
	await rest();
	for (const part of plan.watchers) {
		say(watchers[part.kind].name);
		found.push([
			part.kind,
			await measureWatcher(target, {...part, longestSeconds: plan.longestSeconds}, watchers[part.kind]),
		]);
		await rest();
	}
	const idle = median(idleCores);
	const nobody = {
		isAtMost: false,
		extraCores: mean(idleCores),
		carriedBytesPerSecond: 0,
		turnSeconds: Number.NaN,
		...gapsOf(floors),
		claimedFraction: undefined,
	};
	return new Map<Cost['kind'], Round>([
		['nobody', nobody],
		...found.map(
			([kind, {cores, ...round}]) => [kind, {...round, extraCores: cores - idle}] as [WatcherKind, Round],
		),
	]);
}

/** In two watches, for the meter of gaps is no part of the CPU; each from its start, which begins with a turn. */
async function measureWatcher(
	target: GoTarget,
	{cpuSeconds, gapSeconds, longestSeconds}: Plan['watchers'][number] & Pick<Plan, 'longestSeconds'>,
	watcher: Watcher,
): Promise<Watched> {
	const measuringGaps = target.measureGaps(target.aTurn(gapSeconds, longestSeconds));
	const first = await watcher.watch(target.address, gapSeconds);
	const gaps = await measuringGaps;
	await first.stop();
	await wait(1500);
	const measuring = target.measureTurns(cpuSeconds, longestSeconds);
	const second = await watcher.watch(target.address, cpuSeconds);
	const plain = await measuring;
	const {claimedFraction} = await second.stop();
	return {
		cores: plain.cpuSeconds / plain.seconds,
		isAtMost: plain.turns === 0,
		carriedBytesPerSecond: plain.carriedBytes / plain.seconds,
		turnSeconds: plain.seconds / Math.max(1, plain.turns),
		...gapsOf([gaps]),
		claimedFraction: plain.seconds < leastClaimSeconds ? undefined : claimedFraction,
	};
}

function gapsOf(windows: readonly Gaps[]) {
	const counts = new Map<number, Count>();
	for (const [tenths, count] of windows.flatMap(window => [...window])) {
		counts.set(tenths, (counts.get(tenths) ?? 0) + count);
	}
	return {
		worstGapMilliseconds: countedPercentile(counts, 1) / 10,
		usualGapMilliseconds: countedPercentile(counts, 0.99) / 10,
	};
}
