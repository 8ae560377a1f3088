import type {Count} from '../profile/units.ts';
import {type ShownMetric, shownMetrics} from './metrics-shown.ts';
import {type Row, row, type Segment, segment} from './row.ts';
import type {Scene} from './scene.ts';
import {cut, fitRow, padEnd, widthOf} from './width.ts';

/** The four quantities in boxes, `perLine` side by side; `tall` gives the sparkline a line of its own. */
export function cards(scene: Scene, perLine: 2 | 4, tall: boolean): readonly Row[] {
	const metrics = shownMetrics(scene);
	const rows: Row[] = [];
	for (let start = 0; start < metrics.length; start += perLine) {
		const line = metrics.slice(start, start + perLine);
		const drawn = line.map((metric, index) =>
			card(metric, cardWidth(scene.widthColumns, perLine, index), tall),
		);
		const height = drawn[0]?.length ?? 0;
		for (let index = 0; index < height; index++) {
			rows.push(row(...drawn.flatMap(lines => lines[index] ?? [])));
		}
	}

	return rows;
}

/** What does not divide evenly goes to the first cards: no column is left over. */
function cardWidth(widthColumns: Count, perLine: Count, index: Count): Count {
	return Math.floor(widthColumns / perLine) + (index < widthColumns % perLine ? 1 : 0);
}

function card(metric: ShownMetric, widthColumns: Count, tall: boolean): readonly (readonly Segment[])[] {
	const inner = widthColumns - 4;
	const {value, aside} = metric;
	const numbers = [value, segment('  '), aside];
	const taken = widthOf(value.text) + widthOf(aside.text) + 4;
	const spark = metric.draw(tall ? inner : Math.max(1, inner - taken));
	const scale = border('╰', metric.scale(spark), '╯', widthColumns);
	const top = border('╭', metric.title, '╮', widthColumns);
	if (tall) {
		return [top, boxed(numbers, inner), boxed([segment(spark.text, 'accent')], inner), scale];
	}

	const hasRoom = inner - taken >= 6;
	return [
		top,
		boxed(hasRoom ? [...numbers, segment('  '), segment(spark.text, 'accent')] : numbers, inner),
		scale,
	];
}

/** A number that lost its unit would be a wrong one: of `A · B` what does not fit is left out as a whole, the end first. */
function border(left: string, text: string, right: string, widthColumns: Count): readonly Segment[] {
	const inner = widthColumns - 4;
	const parts = text.split(' · ');
	while (parts.length > 1 && widthOf(parts.join(' · ')) > inner) {
		parts.pop();
	}

	const label = text === '' ? '' : ` ${cut(parts.join(' · '), inner)} `;
	const line = '─'.repeat(Math.max(0, widthColumns - 2 - widthOf(label)));
	return [segment(left, 'border'), segment(label, 'dim'), segment(`${line}${right}`, 'border')];
}

function boxed(content: readonly Segment[], innerColumns: Count): readonly Segment[] {
	const fitted = fitRow({segments: content, selected: false}, innerColumns);
	return [segment('│ ', 'border'), ...fitted.segments, segment(' │', 'border')];
}

/** The same four in one line each, for a pane beside the logs. */
export function metricLines(scene: Scene): readonly Row[] {
	const {widthColumns} = scene;
	return shownMetrics(scene).map(metric => {
		// Words such as `profiling is off` have nothing beside them and may take its place.
		const valueColumns = metric.aside.text === '' ? 26 : 11;
		const spark = metric.draw(widthColumns - 37);
		return row(
			segment(` ${padEnd(metric.short, 9)}`, 'dim'),
			segment(padEnd(metric.value.text, valueColumns), metric.value.tone),
			segment(padEnd(metric.aside.text, 26 - valueColumns), metric.aside.tone),
			segment(spark.text, 'accent'),
		);
	});
}

/** Numbers only. */
export function metricNumbers(scene: Scene): readonly Row[] {
	return shownMetrics(scene).map(metric =>
		row(segment(` ${padEnd(metric.short, 9)}`, 'dim'), metric.value, segment('  '), metric.aside),
	);
}
