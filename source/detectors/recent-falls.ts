import type {Count} from '../profile/units.ts';
import type {Series} from '../series/series.ts';

/** Whether a series fell between any two of its newest `readings` + 1 points. A shorter one did not. */
export function hasFallen(series: Series, readings: Count): boolean {
	const values = newestValues(series, readings + 1);
	return values.some((value, index) => index > 0 && value < (values[index - 1] ?? 0));
}

/** The newest values, oldest first; fewer where there are no more. */
export function newestValues(series: Series, count: Count): readonly number[] {
	const values: number[] = [];
	for (const {times, values: held} of series.levels) {
		for (let index = times.length - 1; index >= 0 && values.length < count; index--) {
			values.push(held[index] ?? 0);
		}
	}

	return values.reverse();
}
