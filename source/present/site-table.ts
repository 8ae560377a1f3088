import type {ContentionProfile} from '../profile/contention-snapshot.ts';
import {
	formatChange,
	formatCount,
	formatDelayRate,
	formatDuration,
	formatRate,
	formatShare,
} from '../profile/quantity.ts';
import type {Count} from '../profile/units.ts';
import {emptySeries} from '../series/series.ts';
import type {SiteColumn} from '../session/site-columns.ts';
import type {SiteRow} from '../session/site-row.ts';
import {idColumnsOf} from './id-columns.ts';
import {type Row, row, type Segment, segment, type Tone} from './row.ts';
import {type Scene, sparkFrame} from './scene.ts';
import {siteText} from './site-text.ts';
import {sparkline} from './sparkline.ts';
import {padEnd, padStart, widthOf} from './width.ts';

/** A column of numbers. `minimumColumns`: the screen must be this wide for it to be shown. */
type NumberColumn = {
	readonly title: string;
	readonly sorts: SiteColumn | undefined;
	readonly widthColumns: Count;
	readonly minimumColumns: Count;
	readonly text: (row: SiteRow) => string;
	readonly tone: (row: SiteRow) => Tone;
};

const none = '–';

function optional<T>(value: T | undefined, format: (value: T) => string): string {
	return value === undefined ? none : format(value);
}

function toneOf(text: string): Tone {
	return text === none || text === '0' ? 'dim' : 'plain';
}

function column(
	title: string,
	sorts: SiteColumn | undefined,
	widthColumns: Count,
	minimumColumns: Count,
	text: (row: SiteRow) => string,
): NumberColumn {
	return {title, sorts, widthColumns, minimumColumns, text, tone: row => toneOf(text(row))};
}

const change = column('Δ/min', 'change', 7, 48, ({changePerMinute}) =>
	optional(changePerMinute, formatChange),
);
const delay = column('delay/s', 'delay', 9, 64, ({delayPerSecond}) =>
	delayPerSecond === 0 ? '0' : optional(delayPerSecond, formatDelayRate),
);
const events = column('events/s', 'events', 9, 92, ({eventsPerSecond}) =>
	optional(eventsPerSecond, formatRate),
);
const average = column('avg wait', 'average', 9, 100, ({averageWaitNanoseconds}) =>
	optional(averageWaitNanoseconds, formatDuration),
);

const columnsOf: {
	readonly [profile in ContentionProfile]: (withBaseline: boolean) => readonly NumberColumn[];
} = {
	block: withBaseline => [
		column(withBaseline ? 'Δ waiting' : 'waiting', 'waiting', withBaseline ? 11 : 9, 40, ({waiting}) =>
			optional(waiting, withBaseline ? formatChange : formatCount),
		),
		change,
		delay,
		events,
		average,
	],
	mutex: () => [
		{...delay, minimumColumns: 40},
		column('share', undefined, 7, 60, ({delayShare}) => optional(delayShare, formatShare)),
		{...events, minimumColumns: 48},
		{...average, minimumColumns: 72},
	],
};

/** A table of sites: its heading and a function that draws one row. */
export function siteTable(
	scene: Scene,
	profile: ContentionProfile,
	sort: {column: string; reversed: boolean} | undefined,
) {
	const {widthColumns} = scene;
	const columns = columnsOf[profile](scene.session.look.baseline !== undefined).filter(
		({minimumColumns}) => widthColumns >= minimumColumns,
	);
	const kindColumns = widthColumns >= 100 ? 14 : widthColumns >= 56 ? 13 : 0;
	const trendColumns = widthColumns < 92 ? 0 : Math.min(20, Math.max(8, Math.floor(widthColumns / 10)));
	const numbersWidth = columns.reduce((sum, {widthColumns: width}) => sum + width, 0);
	const idColumns = idColumnsOf(scene);
	const siteColumns = Math.max(
		8,
		widthColumns - idColumns - kindColumns - numbersWidth - (trendColumns > 0 ? trendColumns + 3 : 1),
	);
	const arrow = sort?.reversed ? '▴' : '▾';
	const heading = row(
		segment(padEnd(' id', idColumns), 'dim'),
		segment(padEnd(sort?.column === 'site' ? `site ${arrow}` : 'site', siteColumns), 'dim'),
		segment(padEnd(kindColumns > 0 ? ' kind' : '', kindColumns), 'dim'),
		...columns.map(({title, sorts, widthColumns: width}) =>
			segment(
				padStart(sorts !== undefined && sorts === sort?.column ? `${title}${arrow}` : title, width),
				'dim',
			),
		),
		segment(trendColumns > 0 ? '   trend' : '', 'dim'),
	);

	return {heading, draw: (item: SiteRow, indentColumns: Count = 0): Row => drawRow(item, indentColumns)};

	function drawRow(item: SiteRow, indentColumns: Count): Row {
		const {site, id} = item.history;
		const {name, place} = siteText(site, siteColumns - indentColumns - 1);
		const gap = ' '.repeat(
			Math.max(0, siteColumns - indentColumns - widthOf(name) - (place === '' ? 0 : widthOf(place) + 1)),
		);
		return row(
			segment(padEnd(` ${id}`, idColumns), 'accent'),
			segment(' '.repeat(indentColumns)),
			segment(name, site.origin === 'own' ? 'own' : 'plain'),
			segment(`${place === '' ? '' : ` ${place}`}${gap}`, 'dim'),
			...(kindColumns > 0 ? [segment(padEnd(` ${site.kind}`, kindColumns))] : []),
			...numbers(item),
			...(trendColumns > 0 ? [segment('   '), segment(trend(item), 'accent')] : []),
		);
	}

	/**
	 * A line that only delays others has no change of waiters and no wait of its own: what it causes takes the place of
	 * both, in words, so that nobody reads it as a wait.
	 */
	function numbers(item: SiteRow): readonly Segment[] {
		const cells = columns.map(
			(each): Segment => segment(padStart(each.text(item), each.widthColumns), each.tone(item)),
		);
		const [first, last] = [columns.indexOf(change), columns.indexOf(delay)];
		if (profile === 'mutex' || item.profile === 'block' || first === -1 || last === -1) {
			return cells;
		}

		const caused = item.delayPerSecond === undefined ? none : `causes ${delay.text(item)}`;
		const width = columns.slice(first, last + 1).reduce((sum, each) => sum + each.widthColumns, 0);
		return [
			...cells.slice(0, first),
			segment(padStart(caused, width), toneOf(caused)),
			...cells.slice(last + 1),
		];
	}

	function trend({history: site, profile: which}: SiteRow): string {
		const rates = site.rates[which]?.delayPerSecond ?? emptySeries;
		const isLock = which === 'mutex' || site.waiters === undefined;
		return sparkline(isLock ? rates : site.waiting, sparkFrame(scene, trendColumns, isLock ? 0 : 'lowest'))
			.text;
	}
}
