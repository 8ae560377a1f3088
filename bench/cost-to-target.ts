import type {Count, Seconds} from '../source/profile/units.ts';
import {buildLab} from '../test/lab/build.ts';
import {type Benchmark, byEffort, type Conditions, fixed, type Goal, wait} from './benchmark.ts';
import {startCountingProxy} from './counting-proxy.ts';
import {startLabTarget, type Window} from './lab-target.ts';
import {installRoumon} from './roumon.ts';
import {mean} from './statistics.ts';
import {dumpLoop, goroutopCheck, goroutopOnScreen, roumonAt, type Watcher} from './watchers.ts';

type Cost = {
	readonly goroutines: Count;
	readonly watcher: string;
	readonly floor: readonly [before: Window, after: Window];
	readonly watched: Window;
	readonly extraCores: number;
	/** Half the difference of the two floors: what the machine alone does to the number. */
	readonly doubtCores: number;
	readonly claimedFraction: number | undefined;
	readonly carriedBytesPerSecond: number;
};

/** The first polls of a watch come at once, whatever they cost; steady watching is what is measured. */
const settlingSeconds: Seconds = 5;
const goalGoroutines: Count = 10_000;

export const costToTarget: Benchmark = {
	name: 'cost-to-target',
	about: 'What watching takes from a Go program with many parked goroutines',
	run: async ({effort, say}) => {
		const lab = await buildLab();
		if (typeof lab !== 'string') {
			return {columns: [], rows: [], goals: [], notes: [`NOT RUN: ${lab.missing}`], raw: undefined};
		}
		const roumon = await installRoumon();
		const notes = [
			'Extra CPU: the target while watched, less the mean of it alone before and after; ± is half of what these differ by.',
			'Gap: how late a goroutine woke that sleeps for 1 ms; p99 is of the worst gap in each quarter of a second.',
			'The program has a heap of a few megabytes, so that each goroutine profile makes it collect garbage: part of the cost and most of the gaps. With GOGC=off in the environment it does not.',
			'Own claim: what goroutop says its polling takes (the header; health.costFraction), as a share of one core.',
		];
		if (typeof roumon !== 'string') notes.push(`ROUMON WAS NOT MEASURED: ${roumon.missing}`);
		const watchers = [
			goroutopOnScreen,
			goroutopCheck,
			dumpLoop,
			...(typeof roumon === 'string' ? [roumonAt(roumon)] : []),
		];
		const costs: Cost[] = [];
		for (const goroutines of byEffort(effort, [10_000], [10_000], [1000, 10_000, 100_000])) {
			for (const watcher of watchers) {
				say(`cost-to-target: ${goroutines} goroutines, ${watcher.name}`);
				costs.push(await measureCost(goroutines, watcher, effort));
			}
		}
		return {
			columns: [
				'goroutines',
				'watched by',
				'extra CPU',
				'CPU alone',
				'worst gap',
				'p99 gap',
				'late/s',
				'bytes/s',
				'own claim',
				'claim ÷ measured',
				'dump loop ÷ this',
			],
			rows: costs.flatMap(cost => rowsOf(cost, costs)),
			goals: goalsOf(costs),
			notes,
			raw: costs,
		};
	},
};

async function measureCost(goroutines: Count, watcher: Watcher, effort: Conditions['effort']): Promise<Cost> {
	const watchedSeconds = byEffort(effort, 10, 60, 60);
	// As long as the watched window: the worst of a longer one would be worse by chance alone.
	const floorSeconds = byEffort(effort, 10, 60, 60);
	const target = await startLabTarget(goroutines);
	try {
		await wait(2000);
		const before = await target.measure(floorSeconds);
		const watching = await watcher.watch(target.address, settlingSeconds + watchedSeconds);
		await wait(settlingSeconds * 1000);
		const watched = await target.measure(watchedSeconds);
		const {claimedFraction} = await watching.stop();
		await wait(2000);
		const after = await target.measure(floorSeconds);
		return {
			goroutines,
			watcher: watcher.name,
			floor: [before, after],
			watched,
			extraCores: watched.cores - mean([before.cores, after.cores]),
			doubtCores: Math.abs(before.cores - after.cores) / 2,
			claimedFraction,
			carriedBytesPerSecond: await countBytes(target.address, watcher, byEffort(effort, 6, 30, 30)),
		};
	} finally {
		await target.stop();
	}
}

/** In a watch of its own: what stands between a watcher and its target must not be part of the other numbers. */
async function countBytes(address: string, watcher: Watcher, seconds: Seconds): Promise<number> {
	const proxy = await startCountingProxy(address);
	const watching = await watcher.watch(proxy.address, settlingSeconds + seconds);
	await wait(settlingSeconds * 1000);
	const before = proxy.carriedBytes();
	await wait(seconds * 1000);
	const bytesPerSecond = (proxy.carriedBytes() - before) / seconds;
	await watching.stop();
	proxy.close();
	return bytesPerSecond;
}

const percent = (fraction: number) => `${fixed(fraction * 100, 2)} %`;

function rowsOf(cost: Cost, costs: readonly Cost[]): readonly (readonly string[])[] {
	const {goroutines, floor, watched, extraCores, doubtCores, claimedFraction} = cost;
	const gaps = (window: Window) => [
		`${fixed(window.worstGapMilliseconds, 1)} ms`,
		`${fixed(window.usualGapMilliseconds, 1)} ms`,
		fixed(window.latePerSecond, 1),
	];
	const [before, after] = floor;
	const loop = dumpLoopOf(goroutines, costs);
	const row = [
		String(goroutines),
		cost.watcher,
		`${percent(extraCores)} ± ${fixed(doubtCores * 100, 2)}`,
		percent(mean([before.cores, after.cores])),
		...gaps(watched),
		fixed(cost.carriedBytesPerSecond, 0),
		claimedFraction === undefined ? '' : percent(claimedFraction),
		claimedFraction === undefined ? '' : fixed(claimedFraction / extraCores, 2),
		loop === undefined ? '' : `${fixed(loop.extraCores / extraCores, 0)} ×`,
	];
	const alone = floor.map(window => [
		String(goroutines),
		'nobody',
		'',
		percent(window.cores),
		...gaps(window),
		'',
		'',
		'',
		'',
	]);
	return [...alone, row];
}

const dumpLoopOf = (goroutines: Count, costs: readonly Cost[]) =>
	costs.find(cost => cost.goroutines === goroutines && cost.watcher === dumpLoop.name);

function goalsOf(costs: readonly Cost[]): readonly Goal[] {
	const own = costs.filter(
		({watcher}) => watcher === goroutopOnScreen.name || watcher === goroutopCheck.name,
	);
	return own.flatMap(({goroutines, watcher, extraCores, claimedFraction, watched, floor}) => {
		const who = `${watcher} at ${goroutines}`;
		const ratio = (dumpLoopOf(goroutines, costs)?.extraCores ?? Number.NaN) / extraCores;
		const honesty = (claimedFraction ?? Number.NaN) / extraCores;
		const alone = floor.map(window => window.worstGapMilliseconds);
		const isGoal = goroutines === goalGoroutines;
		const cheap = [
			{
				wanted: `${who}: at most 1.5 % of a core`,
				measured: percent(extraCores),
				met: extraCores <= 0.015,
			},
			{
				wanted: `${who}: 25 times less than a dump each second`,
				measured: `${fixed(ratio, 0)} ×`,
				met: ratio >= 25,
			},
		];
		return [
			...(isGoal ? cheap : []),
			{
				// Windows are of different length, and the worst of a longer one is worse: hence the allowance.
				wanted: `${who}: worst gap within noise (twice that of nobody)`,
				measured: `${fixed(watched.worstGapMilliseconds, 1)} ms, nobody ${alone.map(gap => fixed(gap, 1)).join(' and ')} ms`,
				met: watched.worstGapMilliseconds <= 2 * Math.max(...alone),
			},
			{
				wanted: `${who}: the cost it claims is right within a factor of 2`,
				measured: fixed(honesty, 2),
				met: honesty >= 0.5 && honesty <= 2,
			},
		];
	});
}
