import asciichart from 'asciichart';
import type {Count} from '../profile/units.ts';

const asciiSymbols = ['+', '+', '-', '-', '-', '\\', '/', '\\', '/', '|'];

/**
 * A line chart of `values` (one per column, NaN where nothing is known) in `heightRows` lines, with its scale on the
 * left. Fewer lines when there is nothing to draw.
 */
export function chartLines(
	values: readonly number[],
	heightRows: Count,
	format: (value: number) => string,
	ascii: boolean,
): readonly string[] {
	const known = values.filter(value => !Number.isNaN(value));
	if (known.length < 2 || heightRows < 2) {
		return [];
	}

	const minimum = Math.min(...known);
	const maximum = Math.max(...known);
	// A flat line has no height to scale by; a band around it keeps it a line.
	const band = maximum === minimum ? Math.max(1, Math.abs(maximum) * 0.1) : 0;
	const labels = [minimum, maximum, minimum - band, maximum + band].map(value => format(value).length);
	const labelColumns = Math.max(...labels);
	const text = asciichart.plot([...values], {
		height: heightRows - 1,
		min: minimum >= 0 ? Math.max(0, minimum - band) : minimum - band,
		max: maximum + band,
		format: (value: number) => ` ${format(value).padStart(labelColumns)} `,
		...(ascii ? {symbols: asciiSymbols} : {}),
	});
	return text.split('\n');
}
