import {type Comparison, fixed, type Goal, ratioInWords} from './benchmark.ts';
import type {Title} from './cost-plan.ts';
import type {Cost, Round} from './cost-to-target.ts';
import {median} from './statistics.ts';

export const costColumns = [
	'target',
	'watched by',
	'extra CPU, s per minute',
	'times goroutop',
	'worst gap',
	'p99 gap',
	'over the wire',
	'all goroutines each',
	'own claim',
	'claim ÷ measured',
];

/** The budget that goroutop keeps unless told otherwise, as a share of one core. */
const budget = 0.01;
const goalTitle: Title = '10,000 goroutines';
const budgetTitle: Title = '100,000 goroutines';

type RoundNumber = {[Key in keyof Round]: Round[Key] extends number ? Key : never}[keyof Round];

const middle = ({rounds}: Cost, what: RoundNumber): number => median(rounds.map(round => round[what]));
/** Beside a bound it would prove nothing. */
const claimOf = ({rounds}: Cost): number =>
	median(
		rounds.flatMap(({claimedFraction, isAtMost}) =>
			claimedFraction === undefined || isAtMost ? [] : [claimedFraction],
		),
	);

const secondsPerMinute = (cores: number): string => fixed(cores * 60, cores * 60 < 9.95 ? 2 : 1);

/** The median; where there were several rounds, with the least and the most. */
function spread(cost: Cost): string {
	const values = cost.rounds.map(({extraCores}) => extraCores);
	const text = `${cost.rounds.some(({isAtMost}) => isAtMost) ? '≤ ' : ''}${secondsPerMinute(median(values))}`;
	return values.length === 1
		? text
		: `${text} (${secondsPerMinute(Math.min(...values))} to ${secondsPerMinute(Math.max(...values))})`;
}

const milliseconds = (value: number): string => `${fixed(value, value < 99.5 ? 1 : 0)} ms`;

export const bytesPerSecond = (value: number): string =>
	value < 999_500 ? `${fixed(value / 1000, value < 9950 ? 2 : 0)} KB/s` : `${fixed(value / 1e6, 1)} MB/s`;

const ownOf = (title: string, costs: readonly Cost[]): Cost | undefined =>
	costs.find(cost => cost.title === title && cost.kind === 'own');

const find = (costs: readonly Cost[], title: Title, kind: Cost['kind']): Cost | undefined =>
	costs.find(cost => cost.title === title && cost.kind === kind);

const extraOf = (cost: Cost | undefined): number =>
	cost === undefined ? Number.NaN : middle(cost, 'extraCores');

export const costRows = (costs: readonly Cost[]): readonly (readonly string[])[] =>
	costs.map(cost => {
		const {title, kind, watcher} = cost;
		const own = ownOf(title, costs);
		const times = extraOf(cost) / extraOf(own);
		const claim = claimOf(cost);
		return [
			title,
			watcher,
			kind === 'nobody' ? `(${secondsPerMinute(extraOf(cost))} alone)` : spread(cost),
			kind === 'nobody' || kind === 'own' ? '' : `${fixed(times, times < 9.95 ? 1 : 0)} ×`,
			milliseconds(middle(cost, 'worstGapMilliseconds')),
			milliseconds(middle(cost, 'usualGapMilliseconds')),
			kind === 'nobody' ? '' : bytesPerSecond(middle(cost, 'carriedBytesPerSecond')),
			kind === 'nobody'
				? ''
				: `${cost.rounds.some(({isAtMost}) => isAtMost) ? '> ' : ''}${fixed(middle(cost, 'turnSeconds'), 1)} s`,
			Number.isNaN(claim) ? '' : `${fixed(claim * 100, 2)} %`,
			Number.isNaN(claim) ? '' : fixed(claim / extraOf(cost), 2),
		];
	});

export function costGoals(costs: readonly Cost[]): readonly Goal[] {
	const own = find(costs, goalTitle, 'own');
	const dear = find(costs, budgetTitle, 'own');
	return [
		below(40, own, find(costs, goalTitle, 'roumon')),
		below(8, own, find(costs, goalTitle, 'grmon')),
		{
			wanted: `at ${budgetTitle} within the budget of ${budget * 100} % of a core by itself`,
			...(dear === undefined ? {measured: 'not measured', met: undefined} : withinBudget(dear)),
		},
		...costs.filter(({kind}) => kind === 'own' || kind === 'check').flatMap(cost => steady(cost, costs)),
	];
}

/** A bound from above that is over the budget says nothing. */
function withinBudget(cost: Cost): Pick<Goal, 'measured' | 'met'> {
	const isMet = extraOf(cost) <= budget;
	const isBound = cost.rounds.some(({isAtMost}) => isAtMost);
	const percent = `${fixed(extraOf(cost) * 100, 2)} %`;
	return isBound
		? {measured: `at most ${percent}: no turn ended while it was measured`, met: isMet ? true : undefined}
		: {measured: percent, met: isMet};
}

function below(times: number, own: Cost | undefined, peer: Cost | undefined): Goal {
	const wanted = `at ${goalTitle} the target pays ${times} times less than for ${peer?.watcher ?? 'a peer'}`;
	if (own === undefined || peer === undefined) return {wanted, measured: 'not measured', met: undefined};
	const ratio = extraOf(peer) / extraOf(own);
	return {wanted, measured: `${fixed(ratio, 1)} times`, met: ratio >= times};
}

/** What holds at every size: nothing is felt, and what is claimed is true. */
function steady(cost: Cost, costs: readonly Cost[]): readonly Goal[] {
	const who = `${cost.watcher} at ${cost.title}`;
	const nobody = costs.find(({title, kind}) => title === cost.title && kind === 'nobody');
	const alone = nobody === undefined ? Number.NaN : middle(nobody, 'worstGapMilliseconds');
	const worst = middle(cost, 'worstGapMilliseconds');
	const honesty = claimOf(cost) / extraOf(cost);
	return [
		{
			wanted: `${who}: worst gap at most twice that of nobody`,
			measured: `${milliseconds(worst)}, nobody ${milliseconds(alone)}`,
			met: worst <= 2 * alone,
		},
		{
			wanted: `${who}: the cost it claims is right within a factor of 2`,
			measured: fixed(honesty, 2),
			met: honesty >= 0.5 && honesty <= 2,
		},
	].filter(({measured}) => measured !== '–');
}

export const costComparisons = (costs: readonly Cost[]): readonly Comparison[] =>
	costs
		.filter(({kind}) => kind === 'roumon' || kind === 'grmon')
		.flatMap(peer => {
			const own = ownOf(peer.title, costs);
			if (own === undefined) return [];
			const compare = (what: string, key: RoundNumber, show: (value: number) => string): Comparison => ({
				what: `${what}, ${peer.title}`,
				own: show(middle(own, key)),
				peer: {
					name: peer.watcher,
					theirs: show(middle(peer, key)),
					ratio: ratioInWords(middle(own, key), middle(peer, key)),
				},
			});
			return [
				compare('extra CPU of the target', 'extraCores', value => `${secondsPerMinute(value)} s/min`),
				compare('worst scheduling gap', 'worstGapMilliseconds', milliseconds),
				compare('p99 scheduling gap', 'usualGapMilliseconds', milliseconds),
				compare('over the wire', 'carriedBytesPerSecond', bytesPerSecond),
			];
		});
