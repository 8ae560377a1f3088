import type {Count} from '../profile/units.ts';
import {newestValues, type Series} from '../series/series.ts';

/** Whether a series fell between any two of its newest `readings` + 1 points. A shorter one did not. */
export function hasFallen(series: Series, readings: Count): boolean {
	const values = newestValues(series, readings + 1);
	return values.some((value, index) => index > 0 && value < (values[index - 1] ?? 0));
}
