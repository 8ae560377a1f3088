import asciichart from 'asciichart';
import type {Count} from '../profile/units.ts';

/** asciichart puts a whole label into one cell, a space, then the axis. */
const axisColumns = 2;
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
	const leading = values.findIndex(value => !Number.isNaN(value));
	const known = carried(values.slice(leading));
	if (leading === -1 || known.length < 2 || heightRows < 2) {
		return [];
	}

	const minimum = Math.min(...known);
	const maximum = Math.max(...known);
	// A flat line has no height to scale by; a band around it keeps it a line.
	const band = maximum === minimum ? Math.max(1, Math.abs(maximum) * 0.1) : 0;
	const lowest = minimum >= 0 ? Math.max(0, minimum - band) : minimum - band;
	const labelColumns = Math.max(
		format(lowest).length,
		format(maximum + band).length,
		format((lowest + maximum) / 2).length,
	);
	const text = asciichart.plot(known, {
		height: heightRows - 1,
		min: lowest,
		max: maximum + band,
		offset: axisColumns,
		format: (value: number) => ` ${format(value).padStart(labelColumns)}`.slice(-labelColumns - 1),
		...(ascii ? {symbols: asciiSymbols} : {}),
	});
	// The chart itself knows no holes: what lies before the first value is put in between the axis and the line.
	const axis = labelColumns + axisColumns;
	return text.split('\n').map(line => line.slice(0, axis) + ' '.repeat(leading) + line.slice(axis));
}

/** Holes between readings are bridged with the last value. */
function carried(values: readonly number[]): number[] {
	let held = Number.NaN;
	return values.map(value => {
		held = Number.isNaN(value) ? held : value;
		return held;
	});
}
