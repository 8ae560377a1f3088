import type {Count, Seconds} from '../source/profile/units.ts';
import {byEffort, type Effort} from './benchmark.ts';
import type {Shape} from './go-target.ts';

export type WatcherKind = 'own' | 'check' | 'roumon' | 'grmon';

/** How one target is watched by one watcher after the other. */
export type Plan = {
	readonly title: string;
	readonly shape: Shape;
	readonly rounds: Count;
	readonly watchers: readonly {
		readonly kind: WatcherKind;
		/** CPU and bytes are measured for so long, then gaps. */
		readonly cpuSeconds: Seconds;
		readonly gapSeconds: Seconds;
	}[];
	/** Nobody watches for as long as goroutop's gaps are measured, in parts before, between and after. */
	readonly floorSeconds: Seconds;
	/** After this a turn that has not ended is given up. */
	readonly longestSeconds: Seconds;
};

/** grmon looks every 5.5 s: whole turns of it. */
const grmonTurnSeconds: Seconds = 5.5;

const shapes = {
	'1,000 goroutines': {goroutines: 1000},
	'10,000 goroutines': {goroutines: 10_000},
	'100,000 goroutines': {goroutines: 100_000},
	'10,000 goroutines in 5,000 stacks': {
		goroutines: 10_000,
		stacks: 5000,
		sites: 1000,
		depth: 10,
		blockedStacks: 5000,
	},
} as const satisfies Record<string, Shape>;

export type Title = keyof typeof shapes;

export function costPlans(effort: Effort): readonly Plan[] {
	return byEffort(effort, quickPlans(), normalPlans(), fullPlans());
}

const plan = (
	title: Title,
	rounds: Count,
	own: readonly [cpu: Seconds, gaps: Seconds],
	peers: Seconds,
	others: readonly WatcherKind[],
): Plan => ({
	title,
	shape: shapes[title],
	rounds,
	watchers: [
		{kind: 'own', cpuSeconds: own[0], gapSeconds: own[1]},
		...others.map(kind => {
			const cpuSeconds = kind === 'grmon' ? 2 * grmonTurnSeconds : peers;
			return kind === 'check'
				? {kind, cpuSeconds: own[0], gapSeconds: own[1]}
				: {kind, cpuSeconds, gapSeconds: peers};
		}),
	],
	floorSeconds: own[1],
	longestSeconds: rounds < 3 ? 110 : 300,
});

const quickPlans = () => [plan('10,000 goroutines', 1, [8, 4], 4, ['roumon'])];

/** Of CPU at least so long, for turns are measured whole. */
const normalPlans = () => [
	plan('10,000 goroutines', 2, [30, 12], 9, ['roumon', 'grmon']),
	plan('100,000 goroutines', 1, [30, 24], 12, ['roumon']),
	plan('1,000 goroutines', 1, [30, 12], 9, ['roumon']),
	plan('10,000 goroutines in 5,000 stacks', 1, [30, 12], 9, ['roumon']),
];

const fullPlans = () => [
	plan('1,000 goroutines', 3, [60, 30], 30, ['roumon', 'grmon']),
	plan('10,000 goroutines', 3, [60, 30], 30, ['check', 'roumon', 'grmon']),
	plan('10,000 goroutines in 5,000 stacks', 3, [60, 30], 30, ['roumon', 'grmon']),
	plan('100,000 goroutines', 3, [60, 60], 30, ['roumon', 'grmon']),
];
