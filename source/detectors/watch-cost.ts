import {formatMilliseconds, formatShare} from '../profile/quantity.ts';
import {type Detector, found} from './detector.ts';
import {shareEvidence} from './evidence.ts';

/** Watching takes more of the target than it may. The pace slows by itself; this says why numbers come less often. */
export const watchCost: Detector<'watch-cost'> = {
	id: 'watch-cost',
	word: 'cost',
	reads: ['watch'],
	check({watch}, rule) {
		const {costFraction, budgetFraction, slowedTo} = watch;
		if (costFraction <= rule.overBudgetFactor * budgetFraction) {
			return found();
		}

		const slowed = slowedTo === undefined ? undefined : formatMilliseconds(slowedTo);
		return found({
			subject: {kind: 'watch'},
			severity: 'info',
			headline: `watching takes ${formatShare(costFraction)} of a core, the budget is ${formatShare(budgetFraction)}`,
			why:
				slowed === undefined
					? 'Reading the profiles of a large process costs it time, so polls become rarer until the budget holds.'
					: `Reading the profiles of a large process costs it time, so goroutine profiles now come every ${slowed}.`,
			nextStep:
				'Leave it: the pace fits itself to the budget. Choose a longer --interval or a higher --budget if you want another balance.',
			shortStep: 'it slows by itself',
			confidence: 'confirmed',
			evidence: [
				shareEvidence('cost', costFraction),
				shareEvidence('budget', budgetFraction),
				...(slowedTo === undefined || slowed === undefined
					? []
					: [{name: 'goroutine profiles every', value: slowedTo / 1000, unit: 's', text: slowed}]),
			],
			since: undefined,
			stack: undefined,
			sites: [],
			absorbs: [],
		});
	},
};
