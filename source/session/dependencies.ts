import type {Count} from '../profile/units.ts';
import type {Dependency, DependencyKind} from '../profile/wait-context.ts';
import type {History, SiteHistory} from '../series/history.ts';
import type {RowKey} from './look.ts';
import {compareRanks, rankIn, type SiteColumn, sortedSites} from './site-columns.ts';
import {type SiteRow, siteRowOf} from './site-row.ts';
import {type WaitingSince, waitingSince} from './waiting-since.ts';

/** Everybody who waits for one thing outside of their goroutine, by the places they wait at. */
export type DependencyGroup = {
	readonly key: RowKey;
	readonly kind: DependencyKind;
	readonly name: string;
	/** Goroutines waiting now; with a baseline, their change since. */
	readonly waiting: Count;
	/** Of the sites that are known for long enough; undefined while none is. */
	readonly changePerMinute: number | undefined;
	/** Since when at least one has been waiting without a break. */
	readonly since: WaitingSince | undefined;
	/** Largest first, or as sorted. */
	readonly rows: readonly SiteRow[];
};

export type Tally = {readonly count: Count; readonly siteCount: Count};

/**
 * Groups sites by what their goroutines wait for; those that wait by design count for nothing. With a baseline, what was
 * waited for then is in the list although nobody waits for it now.
 */
export function dependenciesOf(
	sites: readonly SiteHistory[],
	history: History,
	baseline?: History,
	{column, reversed}: {readonly column: SiteColumn; readonly reversed: boolean} = largestFirst,
): readonly DependencyGroup[] {
	const groups = new Map<RowKey, {dependency: Dependency; sites: SiteHistory[]}>();
	for (const site of sites) {
		const dependency = dependencyOf(site) ?? dependencyOf(baseline?.sites.get(site.site.key));
		if (dependency !== undefined) {
			const key = `dependency ${dependency.kind} ${dependency.name}`;
			const group = groups.get(key) ?? {dependency, sites: []};
			group.sites.push(site);
			groups.set(key, group);
		}
	}

	const sign = reversed ? -1 : 1;
	return [...groups]
		.map(([key, {dependency, sites: members}]): DependencyGroup => {
			const order = {column, reversed};
			const rows = sortedSites(
				members,
				order,
				rankIn(history, () => 'block', baseline),
			).map(site => siteRowOf(site, history, 'block', baseline));
			return {
				key,
				kind: dependency.kind,
				name: dependency.name,
				waiting: sum(rows.flatMap(row => row.waiting ?? [])) ?? 0,
				changePerMinute: sum(rows.flatMap(row => row.changePerMinute ?? [])),
				since: waitingSince(members, history),
				rows,
			};
		})
		.sort(
			(a, b) => compareBy(column, a, b, sign) || compareText(a.name, b.name) || compareText(a.key, b.key),
		);
}

const largestFirst = {column: 'waiting', reversed: false} as const;

/** Where most of them wait now. */
export function largestRow({rows}: DependencyGroup): SiteRow | undefined {
	const waiting = ({history}: SiteRow) => history.waiters?.count ?? 0;
	return rows.reduce<SiteRow | undefined>(
		(most, row) => (most === undefined || waiting(row) > waiting(most) ? row : most),
		undefined,
	);
}

/** What the goroutines at a site wait for; undefined too where they wait by design, or nobody waits. */
export function dependencyOf(site: SiteHistory | undefined): Dependency | undefined {
	const context = site?.waiters?.context;
	return context === undefined || context.isIdle ? undefined : context.dependency;
}

/** Those who wait by design, and those who wait for something that is no dependency: channels, locks, timers. */
export function otherWaiters(sites: Iterable<SiteHistory>): {
	readonly idle: Tally;
	readonly inside: Tally;
} {
	let idle: Tally = {count: 0, siteCount: 0};
	let inside = idle;
	for (const {site, waiters} of sites) {
		if (waiters?.context.isIdle) {
			idle = plus(idle, waiters.count);
		} else if (waiters !== undefined && waiters.context.dependency === undefined && site.kind !== 'running') {
			inside = plus(inside, waiters.count);
		}
	}

	return {idle, inside};
}

function plus({count, siteCount}: Tally, more: Count): Tally {
	return {count: count + more, siteCount: siteCount + 1};
}

function sum(values: readonly number[]): number | undefined {
	return values.length === 0 ? undefined : values.reduce((total, value) => total + value, 0);
}

function compareBy(column: SiteColumn, a: DependencyGroup, b: DependencyGroup, sign: number): number {
	switch (column) {
		case 'site': {
			return sign * compareText(a.name, b.name);
		}

		case 'change': {
			return compareRanks(a.changePerMinute, b.changePerMinute, sign);
		}

		default: {
			return compareRanks(a.waiting, b.waiting, sign);
		}
	}
}

function compareText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
