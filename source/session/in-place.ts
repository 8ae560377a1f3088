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
