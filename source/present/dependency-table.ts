import {formatChange, formatCount} from '../profile/quantity.ts';
import {safeText} from '../profile/safe-text.ts';
import type {Count, Milliseconds} from '../profile/units.ts';
import type {SiteHistory} from '../series/history.ts';
import {type Series, seriesOf} from '../series/series.ts';
import {resample} from '../series/window.ts';
import {type DependencyGroup, otherWaiters, type Tally} from '../session/dependencies.ts';
import type {Sort} from '../session/look.ts';
import {screens} from '../session/look.ts';
import type {SiteRow} from '../session/site-row.ts';
import {spanText} from '../session/triage-facts.ts';
import {type WaitingSince, waitingSince} from '../session/waiting-since.ts';
import {clockText} from './clock-text.ts';
import {idColumnsOf} from './id-columns.ts';
import {type Row, row, type Segment, segment} from './row.ts';
import {type Scene, sparkFrame} from './scene.ts';
import {siteText} from './site-text.ts';
import {sparkline} from './sparkline.ts';
import {cut, padEnd, padStart, widthOf} from './width.ts';

type Numbers = {
	readonly waiting: Count | undefined;
	readonly changePerMinute: number | undefined;
	readonly since: WaitingSince | undefined;
};

/** A column of numbers; the screen must be `minimumColumns` wide for it to be shown. */
type Column = {
	readonly title: string;
	readonly sorts: string;
	readonly widthColumns: Count;
	readonly minimumColumns: Count;
	readonly text: (numbers: Numbers) => string;
};

/** The table of dependencies: heading, a row for what is waited for, a row for where. */
export function dependencyTable(scene: Scene, sort: Sort) {
	const {widthColumns, known} = scene;
	const columns = columnsOf(scene).filter(({minimumColumns}) => widthColumns >= minimumColumns);
	// Where there is no room for both, the name says more than its kind.
	const kindColumns = widthColumns >= 100 ? 22 : 0;
	const trendColumns = widthColumns < 110 ? 0 : Math.min(20, Math.floor(widthColumns / 10));
	const idColumns = idColumnsOf(scene);
	const numbersColumns = columns.reduce((sum, column) => sum + column.widthColumns, 0);
	const nameColumns = Math.max(
		8,
		widthColumns - idColumns - kindColumns - numbersColumns - (trendColumns > 0 ? trendColumns + 3 : 1),
	);
	const arrow = sort.reversed ? '▴' : '▾';
	const marked = (title: string, sorts: string) => (sorts === sort.column ? `${title}${arrow}` : title);
	const heading = row(
		segment(padEnd(' id', idColumns), 'dim'),
		segment(padEnd(marked('waits for, and where', 'site'), nameColumns), 'dim'),
		segment(padEnd(kindColumns > 0 ? ' kind' : '', kindColumns), 'dim'),
		...columns.map(column =>
			segment(padStart(marked(column.title, column.sorts), column.widthColumns), 'dim'),
		),
		segment(trendColumns > 0 ? '   trend' : '', 'dim'),
	);

	return {heading, drawGroup, draw};

	function drawGroup(group: DependencyGroup): Row {
		const trend = sparkline(
			summed(
				group.rows.map(({history}) => history),
				trendColumns,
			),
			frameOf(),
		).text;
		return row(
			segment(' '.repeat(idColumns)),
			segment(padEnd(safeText(group.name), nameColumns - 1), 'strong'),
			segment(' '),
			segment(padEnd(` ${group.kind}`, kindColumns)),
			...numbers(group, 'strong'),
			...(trendColumns > 0 ? [segment('   '), segment(trend, 'accent')] : []),
		);
	}

	function draw(item: SiteRow): Row {
		const {site, id, waiting} = item.history;
		const {name, place} = siteText(site, nameColumns - 3);
		const placeText = place === '' ? '' : ` ${place}`;
		const gap = Math.max(0, nameColumns - 2 - widthOf(name) - widthOf(placeText));
		const since = waitingSince([item.history], known.history);
		return row(
			segment(padEnd(` ${id}`, idColumns), 'accent'),
			segment('  '),
			segment(name, site.origin === 'own' ? 'own' : 'plain'),
			segment(`${placeText}${' '.repeat(gap)}`, 'dim'),
			...(kindColumns > 0 ? [segment(padEnd(` ${site.kind}`, kindColumns))] : []),
			...numbers({...item, since}, 'plain'),
			...(trendColumns > 0 ? [segment('   '), segment(sparkline(waiting, frameOf()).text, 'accent')] : []),
		);
	}

	function numbers(each: Numbers, tone: 'plain' | 'strong'): readonly Segment[] {
		return columns.map(column => {
			const text = column.text(each);
			const isNothing = text === none || text === '0';
			return segment(padStart(text, column.widthColumns), isNothing ? 'dim' : tone);
		});
	}

	function frameOf() {
		return sparkFrame(scene, trendColumns, 'lowest');
	}

	/** All of them as one line: as many points as there are columns to draw. */
	function summed(sites: readonly SiteHistory[], count: Count): Series {
		const [only] = sites;
		if (only !== undefined && sites.length === 1) {
			return only.waiting;
		}

		const {from, to} = frameOf();
		const columnMilliseconds: Milliseconds = (to - from) / Math.max(1, count);
		const sums: number[] = new Array(count).fill(Number.NaN);
		for (const site of trendColumns > 0 ? sites : []) {
			for (const [index, value] of resample(site.waiting, from, to, count, 'peak').entries()) {
				const sum = sums[index] ?? Number.NaN;
				sums[index] = Number.isNaN(value) ? sum : value + (Number.isNaN(sum) ? 0 : sum);
			}
		}

		const points = sums.flatMap((value, index) =>
			Number.isNaN(value) ? [] : [{at: from + (index + 0.5) * columnMilliseconds, value}],
		);
		return seriesOf(
			points.map(({at}) => at),
			points.map(({value}) => value),
		);
	}

	function columnsOf({session: {look, settings}}: Scene): readonly Column[] {
		const withBaseline = look.baseline !== undefined;
		return [
			{
				title: withBaseline ? 'Δ waiting' : 'waiting',
				sorts: 'waiting',
				widthColumns: withBaseline ? 10 : 9,
				minimumColumns: 0,
				text: ({waiting}) =>
					waiting === undefined || known.history.goroutinesTakenAt === undefined
						? none
						: withBaseline
							? formatChange(waiting)
							: formatCount(waiting),
			},
			{
				title: 'Δ/min',
				sorts: 'change',
				widthColumns: 7,
				minimumColumns: 48,
				text: ({changePerMinute}) => (changePerMinute === undefined ? none : formatChange(changePerMinute)),
			},
			{
				title: 'since',
				sorts: '',
				widthColumns: 11,
				minimumColumns: 56,
				text: ({since}) =>
					since === undefined
						? none
						: `${since.isOlder ? '<' : ''}${clockText(since.at, settings.utcOffsetMilliseconds)}`,
			},
			{
				title: 'for',
				sorts: '',
				widthColumns: 9,
				minimumColumns: 100,
				text: ({since}) =>
					since === undefined ? none : `${since.isOlder ? '>' : ''}${spanText(known.at - since.at)}`,
			},
		];
	}
}

const none = '–';

/** What the table leaves out, counted: so that nobody takes it for all of the goroutines. */
export function leftOutRows({known, widthColumns}: Scene): readonly Row[] {
	if (known.history.goroutinesTakenAt === undefined) {
		return [];
	}

	const {idle, inside} = otherWaiters(known.history.sites.values());
	const places = ({siteCount}: Tally) => `${formatCount(siteCount)} ${siteCount === 1 ? 'site' : 'sites'}`;
	const goroutines = ({count}: Tally) => `${formatCount(count)} ${count === 1 ? 'goroutine' : 'goroutines'}`;
	const key = screens.findIndex(({id}) => id === 'goroutines') + 1;
	const lines = [
		...(inside.count === 0
			? []
			: [`within the program: ${goroutines(inside)} at ${places(inside)}, press ${key}`]),
		...(idle.count === 0 ? [] : [`idle by design: ${goroutines(idle)} at ${places(idle)}, not counted here`]),
	];
	return lines.map(line => row(segment(cut(` ${line}`, widthColumns), 'dim')));
}
