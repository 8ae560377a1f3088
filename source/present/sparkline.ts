import type {Count, Milliseconds, UnixMilliseconds} from '../profile/units.ts';
import type {Mark} from '../series/history.ts';
import type {Series} from '../series/series.ts';
import {resample, windowOf} from '../series/window.ts';

const bars = '▁▂▃▄▅▆▇█';

export type Sparkline = {
	readonly text: string;
	/** What the lowest and the highest bar stand for; NaN when there is nothing to draw. */
	readonly lowest: number;
	readonly highest: number;
};

/** Where and how a sparkline looks. `floor` 0 starts the scale at zero; 'lowest' at the lowest value shown. */
export type SparklineFrame = {
	readonly from: UnixMilliseconds;
	readonly to: UnixMilliseconds;
	readonly widthColumns: Count;
	readonly floor: 0 | 'lowest';
	/** How long one reading stands for: longer holes are left blank. */
	readonly holdMilliseconds: Milliseconds;
	readonly marks: readonly Mark[];
};

/** The series as one line of bars, a restart as `┊`, blank where nothing is known. */
export function sparkline(series: Series, frame: SparklineFrame): Sparkline {
	const {from, to, widthColumns} = frame;
	const values = filled(resample(series, from, to, widthColumns, 'peak'), frame);
	const window = windowOf(series, from, to);
	if (window === undefined) {
		return {text: ' '.repeat(widthColumns), lowest: Number.NaN, highest: Number.NaN};
	}

	const {maximum: highest} = window;
	const lowest = frame.floor === 0 ? 0 : window.minimum;
	const restarts = restartColumns(frame);
	const text = values
		.map((value, column) => (restarts.has(column) ? '┊' : barOf(value, lowest, highest)))
		.join('');
	return {text, lowest, highest};
}

function barOf(value: number, lowest: number, highest: number): string {
	if (Number.isNaN(value)) {
		return ' ';
	}

	// A wobble of a few in a hundred is no cliff: the scale covers a fifth of the highest value at least.
	const span = Math.max(highest - lowest, Math.abs(highest) * 0.2);
	const share = span > 0 ? (value - lowest) / span : 0;
	return bars[Math.min(bars.length - 1, Math.floor(share * bars.length))] ?? ' ';
}

function filled(
	values: readonly number[],
	{from, to, widthColumns, holdMilliseconds}: SparklineFrame,
): readonly number[] {
	const holdColumns = Math.ceil((holdMilliseconds * widthColumns) / (to - from));
	let held = Number.NaN;
	let age = 0;
	return values.map(value => {
		age = Number.isNaN(value) ? age + 1 : 0;
		held = Number.isNaN(value) ? held : value;
		return age <= holdColumns ? held : Number.NaN;
	});
}

function restartColumns({from, to, widthColumns, marks}: SparklineFrame): ReadonlySet<Count> {
	return new Set(
		marks
			.filter(({kind, at}) => kind === 'restart' && at >= from && at <= to)
			.map(({at}) => Math.min(widthColumns - 1, Math.floor(((at - from) * widthColumns) / (to - from)))),
	);
}
