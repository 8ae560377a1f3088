import {expect, test} from 'vitest';
import {emptyHistory, type History} from '../../source/series/history.ts';
import {recordPace} from '../../source/series/record-watch.ts';
import {watch} from './draw.ts';

const empty = emptyHistory(0, {intervalMilliseconds: 2000, budgetFraction: 0.01});
const paced = (...costs: readonly number[]): readonly History[] =>
	costs.map((costFraction, index) =>
		recordPace(empty, index * 2000, {
			intervalMilliseconds: 2000,
			costFraction,
			slowedTo: costFraction > 0.01 ? 9000 : undefined,
		}),
	);
const saidOf = (...costs: readonly number[]) =>
	watch(
		paced(...costs).map(history => ({history, readings: ['watch']})),
		{only: ['watch-cost']},
	);

test('says what watching takes when it is over the budget for three readings', () => {
	const {log, said} = saidOf(0.002, 0.018, 0.018, 0.018);
	expect(said).toEqual(['6s info watch-cost: watching takes 1.8% of a core, the budget is 1.0%']);
	expect(log.firing[0]?.why).toContain('goroutine profiles now come every 9.0s');
});

test('stays silent within the budget and on two readings above it', () => {
	expect(saidOf(0.01, 0.014, 0.014, 0.014).said).toEqual([]);
	expect(saidOf(0.018, 0.018, 0.001, 0.018).said).toEqual([]);
});
