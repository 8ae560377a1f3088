import asciichart from 'asciichart';
import type {Count} from '../profile/units.ts';

/** A cell in which asciichart wants a label, and the axis; the labels are put in afterwards. */
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
	// A wobble of a few in a hundred is no cliff: the scale covers a fifth of the highest value at least.
	const span = Math.max(maximum - minimum, Math.abs(maximum) * 0.2, 2);
	const band = (span - (maximum - minimum)) / 2;
	const labels: string[] = [];
	const text = asciichart.plot(known, {
		height: heightRows - 1,
		min: minimum >= 0 ? Math.max(0, minimum - band) : minimum - band,
		max: maximum + band,
		offset: axisColumns,
		format: (value: number) => {
			labels.push(format(value));
			return ' ';
		},
		...(ascii ? {symbols: asciiSymbols} : {}),
	});
	const labelColumns = Math.max(...labels.map(label => label.length));
	// The chart itself knows no holes: what lies before the first value is put in between the axis and the line.
	return text
		.split('\n')
		.map(
			(line, index) =>
				` ${labelAt(labels, index).padStart(labelColumns)}${line.slice(1, axisColumns)}${' '.repeat(leading)}${line.slice(axisColumns)}`,
		);
}

/** Rows closer than a label's digits tell would read alike: of those only the middle one has it, at an end the last. */
function labelAt(labels: readonly string[], index: Count): string {
	const label = labels[index] ?? '';
	const first = labels.indexOf(label);
	const last = labels.lastIndexOf(label);
	const chosen = first === 0 ? first : last === labels.length - 1 ? last : (first + last) >> 1;
	return index === chosen ? label : '';
}

/** Holes between readings are bridged with the last value. */
function carried(values: readonly number[]): number[] {
	let held = Number.NaN;
	return values.map(value => {
		held = Number.isNaN(value) ? held : value;
		return held;
	});
}
