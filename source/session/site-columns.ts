import type {ScreenId} from './look.ts';
import type {SiteRow} from './site-row.ts';

/** A column by which site rows can be sorted. Numbers sort highest first, the name from a to z. */
export type SiteColumn = 'waiting' | 'change' | 'delay' | 'events' | 'average' | 'site';

const sortable: {readonly [screen in ScreenId]: readonly SiteColumn[]} = {
	sites: ['waiting', 'change', 'delay', 'events', 'average', 'site'],
	goroutines: ['waiting', 'change', 'site'],
	mutex: ['delay', 'events', 'average', 'site'],
	heap: [],
	warnings: [],
	triage: [],
	dependencies: ['waiting', 'change', 'site'],
};

/** The columns that `o` goes through on a screen; the first is the order one starts with. */
export function sortColumnsOf(screen: ScreenId): readonly SiteColumn[] {
	return sortable[screen];
}

export function compareSiteRows(column: SiteColumn, reversed: boolean): (a: SiteRow, b: SiteRow) => number {
	const sign = reversed ? -1 : 1;
	return (a, b) => {
		const difference = column === 'site' ? compareNames(a, b) : numberOf(b, column) - numberOf(a, column);
		// Ties keep a fixed order, or rows would swap places at each sample.
		return sign * difference || compareNames(a, b) || (a.history.site.key < b.history.site.key ? -1 : 1);
	};
}

function compareNames(a: SiteRow, b: SiteRow): number {
	const [left, right] = [a.history.site.name, b.history.site.name];
	return left < right ? -1 : left > right ? 1 : 0;
}

function numberOf(row: SiteRow, column: Exclude<SiteColumn, 'site'>): number {
	switch (column) {
		case 'waiting': {
			return row.waiting;
		}

		case 'change': {
			return row.changePerMinute ?? 0;
		}

		case 'delay': {
			return row.delayPerSecond ?? -1;
		}

		case 'events': {
			return row.eventsPerSecond ?? -1;
		}

		case 'average': {
			return row.averageWaitNanoseconds ?? -1;
		}
	}
}
