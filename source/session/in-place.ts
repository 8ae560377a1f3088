import type {Count} from '../profile/units.ts';
import type {RowKey} from './look.ts';

/** Which rows are to stay where, counted from the top. */
export type Places = ReadonlyMap<RowKey, Count>;

/** Those that have a place first, in the order of their places; then the others, in the order that `sort` gives them. */
export function inPlace<Item>(
	items: readonly Item[],
	places: Places | undefined,
	keyOf: (item: Item) => RowKey,
	sort: (others: readonly Item[]) => readonly Item[] = others => others,
): readonly Item[] {
	if (places === undefined) {
		return sort(items);
	}

	const placed: (Item | undefined)[] = Array.from({length: places.size});
	const others: Item[] = [];
	for (const item of items) {
		const place = places.get(keyOf(item));
		if (place === undefined || placed[place] !== undefined) {
			others.push(item);
		} else {
			placed[place] = item;
		}
	}

	return [...placed.filter(item => item !== undefined), ...sort(others)];
}

/**
 * The same for rows that belong to the heading above them: one without a place comes behind the row that it follows
 * anyhow, not at the end, where it would belong to another heading.
 */
export function inGroups<Item>(
	items: readonly Item[],
	places: Places | undefined,
	keyOf: (item: Item) => RowKey,
): readonly Item[] {
	if (places === undefined) {
		return items;
	}

	const placed = items.filter(item => places.has(keyOf(item)));
	const followers = new Map<Item | undefined, Item[]>();
	let leader: Item | undefined;
	for (const item of items) {
		if (places.has(keyOf(item))) {
			leader = item;
		} else {
			followers.set(leader, [...(followers.get(leader) ?? []), item]);
		}
	}

	const behind = (item: Item | undefined) => followers.get(item) ?? [];
	return [...behind(undefined), ...inPlace(placed, places, keyOf).flatMap(item => [item, ...behind(item)])];
}
