import type {History} from '../series/history.ts';
import type {Places} from './in-place.ts';
import {itemsOf, type ListItem, sortOf} from './list-items.ts';
import {activeFilter, type Look} from './look.ts';
import {type Session, shown} from './session.ts';

/** A list with what it was made of, beside the history. */
type Arranged = {
	readonly of: readonly unknown[];
	readonly places: Places | undefined;
	readonly items: readonly ListItem[];
};

// Of ten thousand sites each key would otherwise sort all, twice. What is remembered goes with its history.
const arrangedBefore = new WeakMap<History, Arranged>();
const placesBefore = new WeakMap<readonly ListItem[], Places>();

/** The rows of the screen in the order shown: filtered, sorted, and held still while the cursor moves. */
export function listOf(session: Session): readonly ListItem[] {
	const {history} = shown(session);
	const of = madeOf(session);
	const places = heldPlaces(session);
	const before = arrangedBefore.get(history);
	if (
		before?.of.every((part, index) => part === of[index]) &&
		// Held where they are, they stay as they are.
		(places === before.places || (places !== undefined && places === placesBefore.get(before.items)))
	) {
		return before.items;
	}

	const items = itemsOf(session, places);
	arrangedBefore.set(history, {of, places, items});
	return items;
}

/** What a list follows from, beside the history. */
function madeOf(session: Session): readonly unknown[] {
	const {look} = session;
	const {column, reversed} = sortOf(look);
	const isOfSitesAlone = look.screen !== 'warnings' && look.screen !== 'triage';
	return [
		look.screen,
		column,
		reversed,
		activeFilter(look),
		look.ownCodeOnly,
		look.baseline,
		isOfSitesAlone ? undefined : session,
	];
}

/** Where the rows are to stay, while they are. */
export function heldPlaces({look, at}: Session): Places | undefined {
	return look.held === undefined || look.held.until <= at ? undefined : look.held.places;
}

/** The places that these rows are to keep from now on: those they are held in when all have one, else where they are. */
export function placesToHold(items: readonly ListItem[], held: Places | undefined): Places {
	const known = placesBefore.get(items);
	if (known !== undefined) {
		return known;
	}

	const places =
		held !== undefined && items.every(({key}) => held.has(key))
			? held
			: new Map(items.map(({key}, index) => [key, index]));
	placesBefore.set(items, places);
	return places;
}

/** Where the cursor stands in `items`: on its row, or on the first when that row is gone. -1 when there are none. */
export function cursorIndex(items: readonly ListItem[], look: Look): number {
	const found = items.findIndex(item => item.key === look.cursors[look.screen]);
	return found === -1 ? Math.min(0, items.length - 1) : found;
}
