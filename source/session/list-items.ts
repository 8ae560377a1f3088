import type {Warning} from '../detectors/warning.ts';
import type {ContentionProfile} from '../profile/contention-snapshot.ts';
import type {Count} from '../profile/units.ts';
import type {WaitKind} from '../profile/wait-kind.ts';
import type {SiteHistory} from '../series/history.ts';
import {type DependencyGroup, dependenciesOf} from './dependencies.ts';
import {matcher, siteMatcher} from './filter.ts';
import {inGroups, inPlace, type Places} from './in-place.ts';
import {activeFilter, type Look, type RowKey, type Sort} from './look.ts';
import {type Session, shown} from './session.ts';
import {rankIn, type SiteColumn, sortColumnsOf, sortedSites} from './site-columns.ts';
import {profileOfSite, type SiteRow, siteRowOf} from './site-row.ts';
import {placesInSight, triageOf} from './triage.ts';
import type {Place, Verdict} from './triage-verdict.ts';
import {warningKeyOf} from './warning-row.ts';

/** One row that the cursor can stand on. `key` is its identity: the cursor follows it wherever it goes. */
export type ListItem =
	/** `row` works its numbers out: only for what is in sight. */
	| {
			readonly kind: 'site';
			readonly key: RowKey;
			readonly history: SiteHistory;
			readonly row: () => SiteRow;
	  }
	| {
			readonly kind: 'state';
			readonly key: RowKey;
			readonly state: WaitKind;
			readonly count: Count;
			readonly siteCount: Count;
	  }
	| {readonly kind: 'dependency'; readonly key: RowKey; readonly group: DependencyGroup}
	| {readonly kind: 'verdict'; readonly key: RowKey; readonly verdict: Verdict}
	| {readonly kind: 'place'; readonly key: RowKey; readonly place: Place}
	| {readonly kind: 'warning'; readonly key: RowKey; readonly warning: Warning};

/** A site that nobody has waited at for this long leaves the table; its history is kept. */
const quietAfterMilliseconds = 60_000;

/**
 * The rows of the screen: filtered and sorted, but where they have a place. Those of sites follow from the history shown,
 * from the look and from the places alone.
 */
export function itemsOf(session: Session, places: Places | undefined): readonly ListItem[] {
	const keepingPlaces = (items: readonly ListItem[]) => inPlace(items, places, ({key}) => key);
	const keepingGroups = (items: readonly ListItem[]) => inGroups(items, places, ({key}) => key);
	switch (session.look.screen) {
		case 'sites': {
			return siteItems(session, profileOfSite, isActive(session), places);
		}

		case 'mutex': {
			return siteItems(
				session,
				() => 'mutex',
				site => site.rates.mutex !== undefined,
				places,
			);
		}

		case 'goroutines': {
			return keepingGroups(stateItems(session));
		}

		case 'warnings': {
			return keepingPlaces(warningItems(session));
		}

		case 'triage': {
			return keepingGroups(triageItems(session));
		}

		case 'dependencies': {
			return keepingGroups(dependencyItems(session));
		}

		case 'heap': {
			return [];
		}
	}
}

export function sortOf({screen, sorts}: Look): Sort {
	return sorts[screen] ?? {column: sortColumnsOf(screen)[0] ?? '', reversed: false};
}

function siteItems(
	session: Session,
	profileOf: (site: SiteHistory) => ContentionProfile,
	wanted: (site: SiteHistory) => boolean,
	places: Places | undefined,
): readonly ListItem[] {
	const {history} = shown(session);
	const {look} = session;
	const {column, reversed} = sortOf(look);
	const {baseline} = look;
	const sort = {column: column as SiteColumn, reversed};
	const rankOf = rankIn(history, profileOf, baseline);
	return inPlace(
		visibleSites(session).filter(wanted),
		places,
		({site}) => site.key,
		others => sortedSites(others, sort, rankOf),
	).map(site => ({
		kind: 'site',
		key: site.site.key,
		history: site,
		row: () => siteRowOf(site, history, profileOf(site), baseline),
	}));
}

function isActive(session: Session): (site: SiteHistory) => boolean {
	const {at} = shown(session).history;
	const {baseline} = session.look;
	const since = Math.min(at - quietAfterMilliseconds, baseline?.at ?? at);
	// Those who waited at the baseline are what it was set for. Locks inside Go's runtime are on the Mutex screen: nothing here leads to them.
	return site =>
		site.waiters !== undefined ||
		baseline?.sites.get(site.site.key)?.waiters !== undefined ||
		(site.lastSeenAt >= since && site.site.kind !== 'runtime lock');
}

function stateItems(session: Session): readonly ListItem[] {
	const states = new Map<WaitKind, ListItem[]>();
	for (const item of siteItems(
		session,
		() => 'block',
		site => site.waiters !== undefined,
		undefined,
	)) {
		if (item.kind === 'site') {
			const {kind} = item.history.site;
			const sites = states.get(kind) ?? [];
			sites.push(item);
			states.set(kind, sites);
		}
	}

	return [...states]
		.map(([state, sites]) => ({state, sites, count: sites.reduce((sum, item) => sum + waitersOf(item), 0)}))
		.sort((a, b) => b.count - a.count || (a.state < b.state ? -1 : 1))
		.flatMap(({state, sites, count}): ListItem[] => [
			{kind: 'state', key: `state ${state}`, state, count, siteCount: sites.length},
			...sites,
		]);
}

function waitersOf(item: ListItem): Count {
	return item.kind === 'site' ? (item.history.waiters?.count ?? 0) : 0;
}

/** Each dependency, and below it the sites at which it is waited for. */
function dependencyItems(session: Session): readonly ListItem[] {
	const {look} = session;
	const {column, reversed} = sortOf(look);
	return dependenciesOf(visibleSites(session), shown(session).history, look.baseline, {
		column: column as SiteColumn,
		reversed,
	}).flatMap((group): ListItem[] => [
		{kind: 'dependency', key: group.key, group},
		...group.rows.map((row): ListItem => {
			const {history} = row;
			return {kind: 'site', key: history.site.key, history, row: () => row};
		}),
	]);
}

/** Verdicts are about the whole process: no filter hides what speaks for or against them. */
function triageItems(session: Session): readonly ListItem[] {
	const placesShown = placesInSight(session.look);
	return triageOf(session).flatMap((verdict): ListItem[] => [
		{kind: 'verdict', key: verdict.question, verdict},
		...verdict.places
			.slice(0, placesShown)
			.map((place): ListItem => ({kind: 'place', key: place.key, place})),
	]);
}

function warningItems(session: Session): readonly ListItem[] {
	const {warnings} = shown(session);
	const matches = matcher(activeFilter(session.look));
	return [...warnings.firing, ...warnings.resolved.toReversed()]
		.filter(warning => matches(`${warning.detector} ${warning.headline}`))
		.map(warning => ({kind: 'warning', key: warningKeyOf(warning), warning}));
}

function visibleSites(session: Session): readonly SiteHistory[] {
	const {look} = session;
	const filter = activeFilter(look);
	const matches = siteMatcher(filter);
	const all = shown(session).history.sites.values();
	return !look.ownCodeOnly && filter === ''
		? all
		: all.filter(
				site => (!look.ownCodeOnly || site.site.origin === 'own') && (filter === '' || matches(site)),
			);
}
