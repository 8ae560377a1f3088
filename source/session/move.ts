import type {SiteKey} from '../profile/site.ts';
import type {Count} from '../profile/units.ts';
import type {SiteHistory} from '../series/history.ts';
import {largestRow} from './dependencies.ts';
import {cursorIndex, heldPlaces, listOf, placesToHold} from './list.ts';
import type {ListItem} from './list-items.ts';
import type {Overlay} from './look.ts';
import {type Session, withLook} from './session.ts';
import type {Place} from './triage-verdict.ts';

/** Long enough to read a row and reach the next, short enough that the order is true again when one looks up. */
const holdMilliseconds = 4000;

/** Moves the cursor, or scrolls what lies over the list. */
export function moveBy(session: Session, rows: number): Session {
	const {overlay} = session.look;
	if (overlay.kind !== 'none') {
		const scroll = overlay.scroll + rows;
		return withLook(session, {
			overlay: {...overlay, scroll: overlay.scroll < 0 ? Math.min(-1, scroll) : Math.max(0, scroll)},
		});
	}

	const items = listOf(session);
	return moveToIndex(session, items, cursorIndex(items, session.look) + rows);
}

/** Takes back what was scrolled beyond the end, so that the next key counts from what is seen. */
export function withinReach(session: Session, lastScroll: Count | undefined): Session {
	const {overlay} = session.look;
	if (overlay.kind === 'none' || lastScroll === undefined) {
		return session;
	}

	const scroll = Math.max(-1 - lastScroll, Math.min(overlay.scroll, lastScroll));
	return scroll === overlay.scroll ? session : withLook(session, {overlay: {...overlay, scroll}});
}

export function moveTo(session: Session, end: 'first' | 'last'): Session {
	const {overlay} = session.look;
	if (overlay.kind !== 'none') {
		return withLook(session, {overlay: {...overlay, scroll: end === 'first' ? 0 : -1}});
	}

	const items = listOf(session);
	return moveToIndex(session, items, end === 'first' ? 0 : items.length - 1);
}

function moveToIndex(session: Session, items: readonly ListItem[], index: number): Session {
	const target = items[Math.max(0, Math.min(items.length - 1, index))];
	if (target === undefined) {
		return session;
	}

	const {look} = session;
	return {
		...session,
		look: {
			...look,
			cursors: {...look.cursors, [look.screen]: target.key},
			held: {places: placesToHold(items, heldPlaces(session)), until: session.at + holdMilliseconds},
		},
	};
}

/**
 * Opens what the cursor stands on: a site, or a warning, which shows the site it is about as well. A dependency opens
 * where most wait for it, an answer its first place.
 */
export function openSelected(session: Session): Session {
	const {look} = session;
	const items = listOf(session);
	const item = items[cursorIndex(items, look)];
	const overlay = item === undefined ? undefined : overlayOf(item);
	if (look.overlay.kind !== 'none' || item === undefined || overlay === undefined) {
		return session;
	}

	// The cursor stays where it was opened, so that escape returns to it whatever has moved meanwhile.
	const cursors = {...look.cursors, [look.screen]: item.key};
	return {...session, look: {...look, overlay, cursors}};
}

/** What enter opens on a row; undefined where there is nothing to open. */
export function overlayOf(item: ListItem): Overlay | undefined {
	switch (item.kind) {
		case 'site': {
			return {kind: 'site', key: item.key as SiteKey, scroll: 0};
		}

		case 'warning': {
			return {kind: 'warning', id: item.key, scroll: 0};
		}

		case 'dependency': {
			return siteOverlay(largestRow(item.group)?.history);
		}

		case 'verdict': {
			const [place] = item.verdict.places;
			return place === undefined ? undefined : placeOverlay(place);
		}

		case 'place': {
			return placeOverlay(item.place);
		}

		case 'state': {
			return undefined;
		}
	}
}

function placeOverlay({about, site}: Place): Overlay | undefined {
	return about.kind === 'warning' ? {kind: 'warning', id: about.opens, scroll: 0} : siteOverlay(site);
}

function siteOverlay(site: SiteHistory | undefined): Overlay | undefined {
	return site === undefined ? undefined : {kind: 'site', key: site.site.key, scroll: 0};
}

/** Back to what was open before, or to the list; from the list, back to all rows. */
export function closeOverlay(
	session: Session,
	applyFilter: (session: Session, text: string) => Session,
): Session {
	const {overlay} = session.look;
	return overlay.kind === 'none'
		? applyFilter(session, '')
		: withLook(session, {overlay: 'under' in overlay ? overlay.under : {kind: 'none'}});
}
